// The kernel enters here with an aligned stack; the outermost frame has no caller.
.globl _start
.type _start, @function
_start:
  xor %ebp, %ebp
  call SmokeMain
  ud2
.size _start, . - _start
.section .note.GNU-stack, "", @progbits
