// Errors as values. Every function that can fail returns Result<T>; nothing throws across a file's edge.
//
//   Result<Lock> read(std::string_view text) {
//     auto document = TRY(json::parse(text));          // returns the error to the caller
//     if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "expected an object");
//   }
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cordon {

// Tests and Coverage speak of codes, never of wording. One line of meaning each.
enum class ErrorCode : std::uint8_t {
  not_found,             // the file, key or name does not exist
  permission_denied,     // the system refused to open it
  not_a_regular_file,    // a directory, FIFO, socket or device where a file was expected
  outside_root,          // a path or symbolic link leaves the folder being read
  symlink_loop,          // following links does not end
  io,                    // the system failed to read or write
  too_large,             // more bytes than the limit
  too_deep,              // more nesting than the limit
  too_many,              // more entries, aliases or documents than the limit
  timed_out,             // more time than the limit
  syntax,                // not well-formed: JSON, YAML, TOML or a lockfile's own grammar
  invalid_utf8,          // bytes that are no UTF-8
  unsupported_encoding,  // UTF-16 or UTF-32
  truncated,             // the text ends before the structure does
  conflict_markers,      // unresolved merge conflict
  wrong_type,            // a string where an object was expected, and the like
  missing_field,         // a field without which the file means nothing
  unsupported_version,   // a format version this program does not know
  unsupported_format,    // recognised, but there is no reader for it
  invalid_value,         // well-formed, but the value is not allowed (indicator form, setting, waiver)
  unknown_key,           // a key of our own configuration that does not exist
  bad_signature,         // a signature that does not hold, or of a key that is not trusted
  wrong_password,        // a key that does not open with this password
  usage,                 // the command line makes no sense
  unavailable,           // the other side could not be reached, or could not answer now
  refused,               // the other side asked for something we do not do, or broke its word
  crashed,               // the process that did the work died of what it was given
  system,                // the operating system refused something else
  internal,              // a bug in this program
};

// The enumerator's own name, as it is printed and put into Coverage.
std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;               // one sentence, no newline; may hold hostile text: print through text::visible
  std::uint32_t line = 0;            // 1-based; 0 = no place
  std::uint32_t column = 0;          // 1-based, in bytes; 0 = unknown
  std::vector<std::string> context;  // innermost first: what was being done

  // "message (line 3, column 7); while reading a/b"
  std::string describe() const;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::uint32_t line = 0,
                                   std::uint32_t column = 0) {
  return std::unexpected<Error>(Error{code, std::move(message), line, column, {}});
}

namespace detail {
template <class T>
T take(std::expected<T, Error>&& result) {
  return std::move(*result);
}
inline void take(std::expected<void, Error>&&) {}
}  // namespace detail

}  // namespace cordon

// Evaluates to the value, or returns the error from the enclosing function. Not for coroutines.
#define TRY(expression)                                                                                                \
  ({                                                                                                                   \
    auto try_result = (expression);                                                                                    \
    if (!try_result) return std::unexpected(std::move(try_result.error()));                                            \
    ::cordon::detail::take(std::move(try_result));                                                                     \
  })

// The same, adding what was being done to the error's context.
#define TRY_CONTEXT(expression, what)                                                                                  \
  ({                                                                                                                   \
    auto try_result = (expression);                                                                                    \
    if (!try_result) {                                                                                                 \
      try_result.error().context.push_back(what);                                                                      \
      return std::unexpected(std::move(try_result.error()));                                                           \
    }                                                                                                                  \
    ::cordon::detail::take(std::move(try_result));                                                                     \
  })
