// Atomic words. The C++ library's <atomic> is not freestanding here: it brings the C library's
// headers along, which collide with the kernel's.

#ifndef ARC_RUNTIME_CORE_ATOMIC_H_
#define ARC_RUNTIME_CORE_ATOMIC_H_

namespace arc::rt {

enum class Order : int {
  kRelaxed = __ATOMIC_RELAXED,
  kAcquire = __ATOMIC_ACQUIRE,
  kRelease = __ATOMIC_RELEASE,
  kAcquireRelease = __ATOMIC_ACQ_REL,
  kSequential = __ATOMIC_SEQ_CST,
};

// As std::atomic, with every order written out.
template <typename T>
class Atomic {
 public:
  constexpr Atomic() = default;
  constexpr explicit Atomic(T value) : value_(value) {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  T Load(Order order) const {
    T value;
    __atomic_load(&value_, &value, static_cast<int>(order));
    return value;
  }
  void Store(T value, Order order) { __atomic_store(&value_, &value, static_cast<int>(order)); }
  T Exchange(T value, Order order) {
    T old;
    __atomic_exchange(&value_, &value, &old, static_cast<int>(order));
    return old;
  }
  // On failure `expected` becomes the value found.
  bool CompareExchange(T& expected, T value, Order success, Order failure) {
    return __atomic_compare_exchange(&value_, &expected, &value, /*weak=*/false,
                                     static_cast<int>(success), static_cast<int>(failure));
  }
  T FetchAdd(T value, Order order) {
    return __atomic_fetch_add(&value_, value, static_cast<int>(order));
  }
  T FetchSub(T value, Order order) {
    return __atomic_fetch_sub(&value_, value, static_cast<int>(order));
  }

 private:
  T value_{};
};

}  // namespace arc::rt

#endif  // ARC_RUNTIME_CORE_ATOMIC_H_
