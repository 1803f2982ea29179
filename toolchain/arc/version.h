#ifndef ARC_TOOLCHAIN_ARC_VERSION_H_
#define ARC_TOOLCHAIN_ARC_VERSION_H_

namespace arc::tool {

// Of the tools and the language together, as in semantic versioning.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace arc::tool

#endif  // ARC_TOOLCHAIN_ARC_VERSION_H_
