"""The two actions of all rules: compile a package, link a program."""

load("//toolchain/rules:arc_info.bzl", "ArcInfo")

# A string, which Bazel 4 asks for, but made from a label: users may call this repository what they like.
TOOLCHAIN_TYPE = str(Label("//toolchain/rules:toolchain_type"))

LIBRARY = "--library"
PROGRAM = "--program"
TEST = "--test"

def default_import_path(ctx):
    """`//a/b:b` and `//a/b` are a/b; `//a/b:c` is a/b/c."""
    package = ctx.label.package
    name = ctx.label.name
    if not package:
        return name
    if package == name or package.endswith("/" + name):
        return package
    return package + "/" + name

def optimization_flags(ctx):
    """Flags of arcc for the attribute `optimization`, or for the compilation mode."""
    level = ctx.attr.optimization
    mode = ctx.var["COMPILATION_MODE"]
    flags = ["-O" + (level if level else ("2" if mode == "opt" else "0"))]
    if mode == "dbg":
        flags.append("-g")
    return flags

def compile_package(ctx, toolchain, kind, import_path, flags, prelude = None):
    """Declares the compilation of ctx.files.srcs.

    Args:
      ctx: of a rule with `srcs` and `deps`.
      toolchain: ArcToolchainInfo.
      kind: LIBRARY, PROGRAM or TEST.
      import_path: of the package.
      flags: further flags of arcc.
      prelude: packages visible without import; None: the compiler's choice.

    Returns:
      struct(info = ArcInfo, or for programs and tests the same without interface).
    """
    run = [dep[ArcInfo] for dep in getattr(ctx.attr, "comptime_deps", [])]
    deps = [dep[ArcInfo] for dep in ctx.attr.deps] + run
    shared = ctx.actions.args()
    shared.add(kind)
    shared.add("--package=" + import_path)
    shared.add_all(flags)
    if prelude != None:
        shared.add("--prelude=" + ",".join(prelude))
    interfaces = depset(
        toolchain.standard_library.interfaces if toolchain.standard_library else [],
        transitive = [dep.transitive_interfaces for dep in deps],
    )
    shared.add_all(interfaces, map_each = _import_flag)
    code = depset(transitive = [dep.transitive_code for dep in run])
    shared.add_all(code, map_each = _code_flag)
    inputs = list(ctx.files.srcs)
    for file in getattr(ctx.files, "embedded", []):
        path = file.short_path
        prefix = ctx.label.package + "/"
        if ctx.label.package and path.startswith(prefix):
            path = path[len(prefix):]
        shared.add("--embed=%s=%s" % (path, file.path))
        inputs.append(file)
    tools = []
    evaluator = getattr(toolchain, "evaluator", None)
    if evaluator:
        tools.append(evaluator)
        shared.add(evaluator.executable, format = "--comptime=%s")
        shared.add_all(toolchain.comptime_flags)
    inputs += [package.file for package in interfaces.to_list() + code.to_list()]

    object = ctx.actions.declare_file(ctx.label.name + ".o")
    outputs = [object]
    arguments = ctx.actions.args()
    interface = None
    if kind == LIBRARY:
        interface = ctx.actions.declare_file(ctx.label.name + ".arci")
        arguments.add(interface, format = "--interface-out=%s")
        outputs.append(interface)

    # A library does not know whether it will be linked with the checked runtime, which must see every allocation.
    bitcode = []
    if kind != LIBRARY and not ctx.attr.checked and "-O0" not in flags:
        arguments.add(toolchain.runtime_bitcode, format = "--runtime-bitcode=%s")
        bitcode.append(toolchain.runtime_bitcode)
    arguments.add("--emit=obj")
    arguments.add("-o", object)
    arguments.add_all(ctx.files.srcs)
    ctx.actions.run(
        outputs = outputs,
        inputs = inputs + bitcode,
        executable = toolchain.compiler,
        tools = tools,
        arguments = [shared, arguments],
        mnemonic = "ArcCompile",
        progress_message = "Compiling Arc package %s" % import_path,
    )

    # What importers need that run the package during their build. Few do: nobody else has it made, and bodies are no input of
    # their compilations.
    own_code = []
    if kind == LIBRARY:
        file = ctx.actions.declare_file(ctx.label.name + ".arcb")
        own_code.append(struct(import_path = import_path, file = file))
        arguments = ctx.actions.args()
        arguments.add(file, format = "--code-out=%s")
        arguments.add_all(ctx.files.srcs)
        ctx.actions.run(
            outputs = [file],
            inputs = inputs,
            executable = toolchain.compiler,
            tools = tools,
            arguments = [shared, arguments],
            mnemonic = "ArcCode",
            progress_message = "Preparing Arc package %s for running" % import_path,
        )
    own = [struct(import_path = import_path, file = interface)] if interface else []
    return ArcInfo(
        import_path = import_path,
        interface = interface,
        object = object,
        transitive_code = depset(own_code, transitive = [dep.transitive_code for dep in deps]),
        transitive_interfaces = depset(own, transitive = [dep.transitive_interfaces for dep in deps]),
        transitive_objects = depset(
            [object],
            transitive = [dep.transitive_objects for dep in deps],
            order = "topological",
        ),
    )

def _import_flag(interface):
    return "--import=%s=%s" % (interface.import_path, interface.file.path)

def _code_flag(code):
    return "--code=%s=%s" % (code.import_path, code.file.path)

def _link_program(ctx, toolchain, info):
    """Declares the link of a program from its ArcInfo; the program's File."""
    program = ctx.actions.declare_file(ctx.label.name)
    runtime = toolchain.checked_runtime if ctx.attr.checked else toolchain.runtime
    libraries = [toolchain.standard_library.archive, runtime]
    arguments = ctx.actions.args()
    arguments.add("-o", program)
    mode = ctx.var["COMPILATION_MODE"]
    scripts = []
    if mode == "opt":
        arguments.add("--strip")
    elif mode == "fastbuild":
        arguments.add("--strip-debug")
    elif toolchain.gdb_script:
        scripts.append(toolchain.gdb_script)
        arguments.add(toolchain.gdb_script, format = "--gdb-script=%s")
    arguments.add_all(info.transitive_objects)
    arguments.add_all(libraries)
    ctx.actions.run(
        outputs = [program],
        inputs = depset(libraries + scripts, transitive = [info.transitive_objects]),
        executable = toolchain.linker,
        arguments = [arguments],
        mnemonic = "ArcLink",
        progress_message = "Linking Arc program %s" % program.short_path,
    )
    return program

def build_program(ctx, kind):
    """All of a rule for programs: `kind` is PROGRAM or TEST. The rule's providers."""
    toolchain = ctx.toolchains[TOOLCHAIN_TYPE].arc
    info = compile_package(
        ctx,
        toolchain = toolchain,
        kind = kind,
        import_path = ctx.attr.package or "main",
        flags = optimization_flags(ctx),
    )
    program = _link_program(ctx, toolchain, info)
    return [DefaultInfo(executable = program, runfiles = _program_runfiles(ctx, program))]

def _program_runfiles(ctx, program):
    """Runfiles of a program: itself and its `data` with theirs."""
    runfiles = ctx.runfiles(files = [program] + ctx.files.data)
    for target in ctx.attr.data:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return runfiles
