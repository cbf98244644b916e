// Documents and decisions for the tests of this folder.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/packument_filter.h"

namespace cordon::registry::testing {

inline Decision held(std::string_view reason = "too new") {
  return {.allowed = false, .reason = std::string(reason), .comes_of_age = std::nullopt, .strip_scripts = false};
}

// A full document of package "a" as a registry writes one. Tags: name and version.
inline std::string document_of(const std::vector<std::string>& versions,
                               const std::vector<std::pair<std::string, std::string>>& tags) {
  std::string out = R"({"_id":"a","name":"a","dist-tags":{)";
  for (const auto& [name, version] : tags)
    out.append(out.ends_with('{') ? "\"" : ",\"").append(name).append("\":\"").append(version).append("\"");
  out += "},\"versions\":{";
  for (const std::string& version : versions) {
    if (!out.ends_with('{')) out += ',';
    out +=
        "\"" + version + R"(":{"name":"a","version":")" + version +
        R"(","scripts":{"test":"t","postinstall":"node x.js"},"dependencies":{"b":"^1.0.0"},"dist":{"integrity":"sha512-)" +
        version + R"(==","shasum":"s","tarball":"https://registry.example.test/a/-/a-)" + version +
        R"(.tgz","unpackedSize":1e3,"signatures":[{"keyid":"k","sig":"MEUC\/="}]},"_npmUser":{"name":"somebody"}})";
  }
  out += R"(},"time":{"created":"2020-01-01T00:00:00.000Z","modified":"2026-03-31T00:00:00.000Z")";
  for (const std::string& version : versions) out += ",\"" + version + "\":\"2025-01-01T00:00:00.000Z\"";
  return out + R"(},"readme":"text"})";
}

}  // namespace cordon::registry::testing
