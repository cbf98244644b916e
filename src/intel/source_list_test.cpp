#include "intel/source_list.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::intel {
namespace {

std::string list(const std::string& source) { return "schema: cordon.sources/1\nsources:\n  - " + source + "\n"; }

TEST(SourceList, TheOneThatIsCompiledInIsReadAndHasEveryKind) {
  const auto sources = read_source_list(std::string(embedded_source_list()));
  ASSERT_TRUE(sources) << sources.error().describe();
  for (const SourceKind kind : {SourceKind::osv, SourceKind::exploited, SourceKind::probabilities})
    EXPECT_TRUE(std::ranges::any_of(*sources, [&](const Source& source) { return source.kind == kind; }));
}

TEST(SourceList, ASourceIsReadWhole) {
  const auto sources = read_source_list(
      list("{id: mirror, kind: osv, ecosystem: npm, url: \"https://osv.example.test/npm\", redirect_hosts: "
           "[cdn.example.test]}"));
  ASSERT_TRUE(sources) << sources.error().describe();
  ASSERT_EQ(sources->size(), 1u);
  EXPECT_EQ((*sources)[0].id, "mirror");
  EXPECT_EQ((*sources)[0].url, "https://osv.example.test/npm");
  EXPECT_EQ((*sources)[0].ecosystem, "npm");
  EXPECT_EQ((*sources)[0].redirect_hosts, std::vector<std::string>{"cdn.example.test"});
}

TEST(SourceList, WhatIsWrongIsNamedWithItsLine) {
  const std::pair<const char*, ErrorCode> wrong[] = {
      {"{id: a, kind: osv, ecosystem: npm, url: \"http://osv.example.test\"}", ErrorCode::invalid_value},
      {"{id: a, kind: osv, ecosystem: npm, url: \"https://u:p@osv.example.test\"}", ErrorCode::invalid_value},
      {"{id: a, kind: osv, ecosystem: npm, url: \"https://osv.example.test/\"}", ErrorCode::invalid_value},
      {"{id: a, kind: osv, ecosystem: npm, url: \"https:///npm\"}", ErrorCode::invalid_value},
      {"{id: a, kind: osv, ecosystem: cobol, url: \"https://osv.example.test\"}", ErrorCode::invalid_value},
      {"{id: ../a, kind: osv, ecosystem: npm, url: \"https://osv.example.test\"}", ErrorCode::invalid_value},
      {"{id: a, kind: nvd, url: \"https://osv.example.test\"}", ErrorCode::invalid_value},
      {"{id: a, kind: osv, url: \"https://osv.example.test\"}", ErrorCode::missing_field},
      {"{id: a, kind: exploited}", ErrorCode::missing_field},
      {"{id: a, kind: exploited, url: \"https://kev.example.test\", uri: x}", ErrorCode::unknown_key},
      {"{id: a, kind: exploited, url: \"https://kev.example.test\", redirect_hosts: [\"a b\"]}",
       ErrorCode::invalid_value},
      {"just text", ErrorCode::wrong_type}};
  for (const auto& [source, code] : wrong) {
    const auto read = read_source_list(list(source));
    ASSERT_FALSE(read) << source;
    EXPECT_EQ(read.error().code, code) << source << ": " << read.error().describe();
    EXPECT_EQ(read.error().line, 3u) << source;
  }
  EXPECT_EQ(read_source_list("schema: cordon.sources/2\nsources: []\n").error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(read_source_list("schema: cordon.sources/1\nsources: []\n").error().code, ErrorCode::missing_field);
  const std::string npm = "kind: osv, ecosystem: npm, url: \"https://osv.example.test/npm\"}";
  EXPECT_EQ(read_source_list(list("{id: a, " + npm + "\n  - {id: b, " + npm)).error().code, ErrorCode::invalid_value);
  const std::string one = "{id: a, kind: exploited, url: \"https://kev.example.test\"}";
  EXPECT_EQ(read_source_list(list(one + "\n  - " + one)).error().code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::intel
