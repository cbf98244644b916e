// What the tests of the index share: small advisories, and an index of them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intel/index/index_read.h"
#include "intel/index/index_write.h"

namespace cordon::intel::index_testing {

inline Advisory advisory(std::string id, std::vector<Affected> affected, std::uint32_t modified = 1000) {
  Advisory out;
  out.id = std::move(id);
  out.modified = modified;
  out.affected = std::move(affected);
  return out;
}
inline Affected every_version(std::string name) {
  return {"npm", std::move(name), {{{{EventKind::introduced, "0"}}}}, {}, false};
}
inline Affected listed(std::string name, std::vector<std::string> versions) {
  return {"npm", std::move(name), {}, std::move(versions), false};
}

inline Advisory rich() {
  Advisory out =
      advisory("GHSA-2222-2222-2222", {{"npm",
                                        "a",
                                        {{{{EventKind::introduced, "0"}, {EventKind::fixed, "1.2.3"}}},
                                         {{{EventKind::introduced, "2.0.0"}, {EventKind::last_affected, "2.1.0"}}}},
                                        {"9.9.9"},
                                        true},
                                       {"pypi", "a", {}, {"1.0"}, false},
                                       listed("a", {"0.0.1", "9.9.9"})});
  out.published = 900;
  out.withdrawn = 2000;
  out.aliases = {"CVE-2026-1", "SNYK-JS-A-1"};
  out.summary = "GHSA-2222-2222-2222 in a";
  out.details = "details";
  out.cvss = {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"};
  out.severity = SeverityWord::critical;
  out.malware = out.disputed = true;
  out.cwes = {79};
  out.references = {{"WEB", "https://example.test"}};
  return out;
}

inline std::string built(IndexBuilder builder) {
  auto bytes = builder.finish("{}");
  EXPECT_TRUE(bytes);
  return bytes ? *bytes : std::string();
}
inline void add(IndexBuilder& builder, std::vector<Advisory> advisories) {
  const auto batch = pack_batch(std::move(advisories));
  ASSERT_TRUE(batch);
  ASSERT_TRUE(builder.add(*batch));
}
inline std::string index_of(std::vector<Advisory> advisories) {
  IndexBuilder builder;
  add(builder, std::move(advisories));
  return built(std::move(builder));
}

inline AdvisoryIndex opened(const std::string& bytes) {
  auto index = AdvisoryIndex::open(bytes);
  EXPECT_TRUE(index) << index.error().describe();
  return std::move(*index);
}
inline Advisory whole(const AdvisoryIndex& index, std::string_view id) {
  const auto number = index.find_record(id);
  EXPECT_TRUE(number && *number) << id;
  if (!number || !*number) return {};
  auto out = index.record(**number, true);
  EXPECT_TRUE(out) << out.error().describe();
  const auto filled = index.fill_text(**number, *out);
  EXPECT_TRUE(filled) << filled.error().describe();
  return *out;
}
inline std::vector<std::string> ids_of(const AdvisoryIndex& index, std::string_view ecosystem, std::string_view name) {
  std::vector<std::string> out;
  const auto found = index.find(ecosystem, name);
  EXPECT_TRUE(found) << found.error().describe();
  for (const IndexedAffected& entry : *found) out.push_back(index.record(entry.record)->id);
  return out;
}
using Words = std::vector<std::string>;

}  // namespace cordon::intel::index_testing
