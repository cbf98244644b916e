// What the tests of this module share: a folder that goes away, and records that read as real ones do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "response/record.h"

namespace cordon::response::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }
  // Writes a file and gives its path.
  std::string write(std::string_view name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

std::string read(const std::string& path);
void overwrite(const std::string& path, std::string_view content);

// An event of plain-crypto-js 4.2.1's postinstall: sensor "watch", wall_ns `seq` seconds after 2026-03-31T00:30:00Z.
model::Event event(std::uint64_t seq, model::EventPayload payload, std::uint32_t pid = 100, std::uint32_t parent = 1);
// The same without a package.
model::Event event_of_client(std::uint64_t seq, model::EventPayload payload, std::uint32_t pid = 10);
std::string event_line(const model::Event& event);

// A finding about the package, with one event as evidence.
model::Finding finding(std::string rule, model::Severity severity, std::string event_id,
                       std::string purl = "pkg:npm/plain-crypto-js@4.2.1");
// A report that holds the findings, as `--format json` writes one.
std::string report_text(const std::vector<model::Finding>& findings, std::string_view headline);

}  // namespace cordon::response::testing
