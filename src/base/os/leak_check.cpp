// The leak checker of the sanitizer builds traces its own process at exit. Where tracing is refused, as it is in a
// process that confined itself, it would abort the program instead: so it is switched off there.
#if __has_feature(address_sanitizer)
#include <sys/ptrace.h>

#include <cerrno>

extern "C" int __lsan_is_turned_off() {
  return ptrace(PTRACE_ATTACH, 0, nullptr, nullptr) == -1 && errno == EPERM ? 1 : 0;  // process 0: else ESRCH
}
#endif
