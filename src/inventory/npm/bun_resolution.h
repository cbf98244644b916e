// Which package a dependency means in bun's tree of packages: the nearest one upwards.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cordon::inventory::npm {

// A key of bun.lock's "packages" names a place in the tree of node_modules: "a", "a/b", "a/@s/b".
struct BunKey {
  std::string_view scope;  // the place without its last package: "" for the top level
  std::string_view name;   // that package, as it is installed: "b", "@s/b"
};

// Nothing for a key that is no place: an empty part, a scope without a name, or longer than bun's own 4096 bytes.
std::optional<BunKey> split_bun_key(std::string_view key);

// A package at a place.
struct BunPlacement {
  BunKey key;
  std::uint32_t node = 0;
};

// What one package asks for.
struct BunRequest {
  static constexpr std::uint32_t kUnresolved = 0xFFFFFFFF;
  std::string_view name;
  std::uint32_t node = kUnresolved;  // the answer
};

// Who asks: a package at the place `scope` asks for requests first to last (exclusive).
struct BunConsumer {
  std::string_view scope;
  std::uint32_t first = 0, last = 0;
};

// Answers every request by bun's rule: a package at "a/b" that asks for x gets "a/b/x", else "a/x", else "x". Scopes
// must be "" or keys that split_bun_key accepts. O(n log n) in the number of places, linear in the requests whatever
// the depth.
void resolve_bun_requests(std::span<const BunPlacement> placements, std::span<const BunConsumer> consumers,
                          std::span<BunRequest> requests);

}  // namespace cordon::inventory::npm
