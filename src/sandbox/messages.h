// What the program and its zygote say to each other, over one socket a place. Both are one program, so that numbers
// need no other form; nothing here was said by a process that saw hostile bytes.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

#include "base/os/file_descriptor.h"
#include "base/result.h"
#include "sandbox/namespaces.h"

namespace cordon::sandbox {

// To the zygote: begin brings the input and the writing end of the answer's pipe along.
enum class OrderKind : std::uint32_t { begin, stop };
struct Order {
  OrderKind kind = OrderKind::begin;
  std::uint64_t input_bytes = 0;
};

// From the zygote: one for each order to begin, when the process has ended and is gone.
struct Outcome {
  std::int32_t status = 0;   // as wait(2) has it
  std::int32_t failed = 0;   // errno when no process could be started
  std::uint64_t cpu_us = 0;  // of user and system
};

// From the zygote, once, when it is ready.
struct Opening {
  std::int32_t landlock_abi = 0;
  bool landlock = false, seccomp = false, memory = false, other_user = false;
  Namespaces namespaces;
};

struct SocketPair {
  os::FileDescriptor ours, theirs;
};

// Two ends that keep messages apart and tell when the other one is closed. Fails with the codes of errno_error.
Result<SocketPair> make_socket_pair();

enum class Heard : std::uint8_t { message, closed, nonsense };
using Passed = std::array<os::FileDescriptor, 2>;

// False when the other side is gone.
bool send_bytes(int socket, const void* bytes, std::size_t size, std::initializer_list<int> descriptors);
// Waits for one message of exactly this size.
Heard receive_bytes(int socket, void* bytes, std::size_t size, Passed& passed);

template <class T>
bool send_message(int socket, const T& content, std::initializer_list<int> descriptors = {}) {
  static_assert(std::is_trivially_copyable_v<T>);
  return send_bytes(socket, &content, sizeof content, descriptors);
}
template <class T>
Heard receive_message(int socket, T& content, Passed& passed) {
  static_assert(std::is_trivially_copyable_v<T>);
  return receive_bytes(socket, &content, sizeof content, passed);
}

}  // namespace cordon::sandbox
