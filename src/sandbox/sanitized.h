// Whether this build carries the runtime of a sanitizer, which asks the system for more than a computation does.
#pragma once

namespace cordon::sandbox {

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace cordon::sandbox
