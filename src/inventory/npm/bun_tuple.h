// One entry of bun.lock's "packages": a list whose first text says what the package is.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/document.h"
#include "base/result.h"

namespace cordon::inventory::npm {

enum class BunSource : std::uint8_t {
  registry,   // ["name@1.0.0", address or "", INFO, integrity]
  git,        // ["name@git+…" or "name@github:…", INFO, tag, integrity?]
  http,       // ["name@https://…", INFO, integrity?]
  file,       // ["name@file:folder", INFO] or ["name@archive.tgz", INFO, integrity?]
  link,       // ["name@link:folder", INFO]
  workspace,  // ["name@workspace:folder"]; version 0 of the format: with INFO
  root,       // ["name@root:", {bin}]: the project itself
};

// All texts are views into the document.
struct BunTuple {
  std::string_view name;        // real name; empty for a project without one
  std::string_view resolution;  // what follows "name@"
  BunSource source = BunSource::registry;
  std::string_view address;    // registry only: where the archive lies; empty for the client's registry
  Value info;                  // lists of dependencies, os, cpu, bin; absent when the entry has none
  std::string_view integrity;  // as written; empty when there is none
};

// Fails with wrong_type (no list, or no text where one belongs) or invalid_value (a text that is no resolution). A list
// shorter or longer than bun writes is accepted: what is missing is empty.
// Specification: bun's documentation of BunLockFile.
Result<BunTuple> parse_bun_tuple(Value tuple);

}  // namespace cordon::inventory::npm
