#include "app/hunt.h"

#include <gtest/gtest.h>

#include "app/tar_write.h"
#include "archive/testing.h"
#include "base/sha1.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "model/finding.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
const FixedClock kClock(1'774'915'200);

std::string inert_archive() {
  std::string tar;
  append_member(tar, {"package/package.json", '0', R"({"name":"bad-package","scripts":{"postinstall":"node x.js"}})"});
  finish_tar(tar);
  return archive::stored_gzip(tar);
}

// What npm 11 leaves in `.npm` after it has fetched and installed bad-package 1.0.1.
void leave_cache(Files& files, const std::string& bytes) {
  const std::string sri = model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(bytes));
  const std::string key =
      "make-fetch-happen:request-cache:https://registry.example.test/bad-package/-/bad-package-1.0.1.tgz";
  const std::string json = R"({"key":")" + key + R"(","integrity":")" + sri + R"(","time":1774915200000,"size":)" +
                           std::to_string(bytes.size()) + "}";
  const std::string name = sha256_hex(key);
  files[".npm/_cacache/index-v5/" + name.substr(0, 2) + "/" + name.substr(2, 2) + "/" + name.substr(4)] =
      "\n" + sha1_hex(json) + "\t" + json;
  files[".npm/_cacache/" + host::content_path(sri)] = bytes;
}

void leave_log(Files& files) {
  files[".npm/_logs/2026-03-31T00_00_00_000Z-debug-0.log"] =
      "0 verbose cli /usr/bin/node /usr/bin/npm\n"
      "1 info run bad-package@1.0.1 postinstall node_modules/bad-package node x.js\n"
      "2 info run bad-package@1.0.1 postinstall { code: 0, signal: null }\n"
      "3 verbose exit 0\n";
}

model::HuntReport run(const Files& files, const std::vector<std::string>& packages) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of(packages, kClock)};
  const intel::Knowledge knowledge = *intel::Knowledge::load(known);
  HuntOptions options;
  options.scan.knowledge = &knowledge;
  options.scan.packs_only = true;
  options.scan.targets.push_back({"home", std::make_unique<MemoryTree>(files), {}, {}});
  options.raw.push_back(std::make_unique<MemoryTree>(files));
  Progress progress;
  return hunt(options, kClock, progress);
}

TEST(Hunt, FindsWhatRanWhenTheProjectIsGone) {
  Files files;
  const std::string bytes = inert_archive();
  leave_cache(files, bytes);
  leave_log(files);
  const model::HuntReport report = run(files, {"bad-package@1.0.1"});
  EXPECT_EQ(report.answer.exit_code, 1u);
  EXPECT_TRUE(report.answer.complete);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(model::headline(*report.findings[0].exposure), "executed");
  ASSERT_EQ(report.archives.size(), 1u);
  EXPECT_TRUE(report.archives[0].verified);
  EXPECT_EQ(report.archives[0].sha256, sha256_hex(bytes));
  EXPECT_EQ(report.archives[0].scripts.size(), 1u);
}

TEST(Hunt, SaysWhatItLookedAtWhenThereIsNoTrace) {
  Files files;
  leave_cache(files, inert_archive());
  leave_log(files);
  const model::HuntReport report = run(files, {"another-package"});
  EXPECT_EQ(report.answer.exit_code, 0u);
  EXPECT_TRUE(report.findings.empty());
  EXPECT_NE(report.answer.headline.find("1 npm cache (1 entry), 1 npm log"), std::string::npos)
      << report.answer.headline;
}

TEST(Hunt, AnEntryWhoseContentIsNotItsNameIsCoverage) {
  Files files;
  const std::string bytes = inert_archive();
  leave_cache(files, bytes);
  for (auto& [path, content] : files)
    if (content == bytes) content += "x";
  const model::HuntReport report = run(files, {"bad-package"});
  EXPECT_EQ(report.answer.exit_code, 1u);
  EXPECT_FALSE(report.answer.complete);
  ASSERT_EQ(report.archives.size(), 1u);
  EXPECT_FALSE(report.archives[0].verified);
  EXPECT_EQ(model::headline(*report.findings.at(0).exposure), "fetched");
}

TEST(Hunt, ADamagedBucketIsCoverageAndTheOthersStay) {
  Files files;
  leave_cache(files, inert_archive());
  files[".npm/_cacache/index-v5/00/00/0000"] = "\n0000000000000000000000000000000000000000\t{}";
  const model::HuntReport report = run(files, {"bad-package"});
  EXPECT_FALSE(report.answer.complete);
  EXPECT_EQ(report.findings.size(), 1u);
}

TEST(Hunt, ACacheThatNobodyReadsIsNotNoTrace) {
  for (const char* file : {".local/share/pnpm/store/v10/files/00/1", "p/.yarn/cache/a.zip", ".bun/install/cache/a/x"}) {
    const model::HuntReport report = run({{file, ""}}, {"bad-package"});
    EXPECT_EQ(report.answer.exit_code, 3u) << file;
    ASSERT_EQ(report.coverage.unread.size(), 1u) << file;
    EXPECT_EQ(report.coverage.unread[0].code, "unsupported_format");
  }
}

TEST(Hunt, WhatIsAskedForHasThreeForms) {
  const auto pack = pack_of({"a", "a@1.0.0", "@s/b", "pkg:npm/%40s/b@2.0.0", "a"}, kClock);
  ASSERT_TRUE(pack);
  ASSERT_EQ(pack->packages.size(), 4u);
  EXPECT_EQ(pack->packages[0].version, intel::kEveryVersion);
  EXPECT_EQ(pack->packages[1].version, "1.0.0");
  EXPECT_EQ(pack->packages[2].name, "@s/b");
  EXPECT_EQ(pack->packages[3].name, "@s/b");
  EXPECT_EQ(pack->packages[3].version, "2.0.0");
  EXPECT_EQ(pack_of({"pkg:pypi/a@1"}, kClock).error().code, ErrorCode::usage);
  EXPECT_EQ(pack_of({""}, kClock).error().code, ErrorCode::usage);
  const auto range = pack_of({"axios@^1"}, kClock);
  ASSERT_FALSE(range);
  EXPECT_EQ(range.error().code, ErrorCode::usage);
  EXPECT_TRUE(range.error().message.starts_with("'axios@^1': ^1 is no version"));
  EXPECT_EQ(pack_of({"axios@*"}, kClock)->packages.at(0).version, intel::kEveryVersion);
  EXPECT_FALSE(pack_of({"pkg:"}, kClock));
}

}  // namespace
}  // namespace cordon::app
