#include "app/repro.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

struct Member {
  char type = '?';
  std::string text;  // content, or target of a link
  bool operator==(const Member&) const = default;
};
using Members = std::map<std::string, Member>;

// The members of a ustar archive whose names are short.
Members unpacked(std::string_view tar) {
  Members members;
  while (tar.size() >= 512 && tar[0] != '\0') {
    const std::string_view header = tar.substr(0, 512);
    const std::string name(header.substr(0, header.find('\0')));
    const auto size = static_cast<std::size_t>(std::stoul(std::string(header.substr(124, 11)), nullptr, 8));
    const std::string_view link = header.substr(157, 100);
    const std::string text(header[156] == '2' ? link.substr(0, link.find('\0')) : tar.substr(512, size));
    EXPECT_TRUE(members.emplace(name, Member{header[156], text}).second) << name << " twice";
    tar.remove_prefix(512 + (size + 511) / 512 * 512);
  }
  EXPECT_EQ(tar, std::string(1'024, '\0'));
  return members;
}

Members archive(ReproLog& log, std::string_view settings = {}) {
  return unpacked(repro_archive(log, "1.2.3", settings, model::ScanReport{}));
}

// Of the members, those below inputs/, by their path there.
Members inputs(ReproLog& log) {
  Members out;
  for (const auto& [name, member] : archive(log))
    if (name.starts_with("inputs/")) out.emplace(name.substr(7), member);
  return out;
}

TEST(Repro, HoldsWhatWasReadTheReportAndTheVersion) {
  ReproLog log;
  log.add("a/yarn.lock", "content");
  const Members members = archive(log, "policy: {}\n");
  EXPECT_EQ(members.at("inputs/a/yarn.lock"), (Member{'0', "content"}));
  EXPECT_EQ(members.at("cordon.yaml"), (Member{'0', "policy: {}\n"}));
  EXPECT_EQ(members.at("version.txt").text, "cordon 1.2.3\n");
  EXPECT_EQ(members.at("left-out.txt").text, "");
  EXPECT_TRUE(members.at("report.json").text.starts_with("{"));
  EXPECT_EQ(members.size(), 5u);
  ReproLog empty;
  EXPECT_FALSE(archive(empty).contains("cordon.yaml"));
}

TEST(Repro, WhatWasOnlySeenIsEmpty) {
  ReproLog log;
  log.add("file", EntryKind::file);
  log.add("folder", EntryKind::directory);
  log.add("fifo", EntryKind::other);
  log.add("read", EntryKind::file);
  log.add("read", "content");
  log.add("read", EntryKind::symlink, "elsewhere");  // seen again: what was read stays
  EXPECT_EQ(inputs(log),
            (Members{{"file", {'0', ""}}, {"folder/", {'5', ""}}, {"fifo", {'6', ""}}, {"read", {'0', "content"}}}));
}

TEST(Repro, CredentialsNeverEnter) {
  ReproLog log;
  for (const char* path : {".npmrc", "a/.npmrc", "a/.yarnrc", "a/.yarnrc.yml", "bunfig.toml", ".bunfig.toml"})
    log.add(path, "_authToken=secret");
  log.add("b/.npmrc", EntryKind::symlink, "secret");  // not read: nothing was left out
  log.add("a/npmrc", "kept");
  const std::string tar = repro_archive(log, "1", {}, model::ScanReport{});
  EXPECT_EQ(tar.find("secret"), std::string::npos);
  const Members members = unpacked(tar);
  EXPECT_EQ(members.at("inputs/a/npmrc").text, "kept");
  const std::string& left_out = members.at("left-out.txt").text;
  EXPECT_EQ(std::count(left_out.begin(), left_out.end(), '\n'), 6);
  EXPECT_NE(left_out.find("a/.yarnrc.yml (17 bytes"), std::string::npos);
  EXPECT_EQ(left_out.find("b/.npmrc"), std::string::npos);
}

TEST(Repro, NoPathLeadsOut) {
  ReproLog log;
  log.add("../up/x", "1");
  log.add("/absolute/x", "2");
  log.add("a/../../x", "3");
  log.add("./a//b/./x", "4");
  EXPECT_EQ(inputs(log), (Members{{"__up__/up/x", {'0', "1"}},
                                  {"absolute/x", {'0', "2"}},
                                  {"a/__up__/__up__/x", {'0', "3"}},
                                  {"a/b/x", {'0', "4"}}}));
}

TEST(Repro, LinksThatStayInsideAreKept) {
  for (const char* target : {"x", "./x", "../b/x", "../../x", "x//y", "..", "../..", ".", "missing"}) {
    ReproLog log;
    log.add("a/b/link", EntryKind::symlink, target);
    EXPECT_EQ(inputs(log).at("a/b/link"), (Member{'2', target}));
  }
}

TEST(Repro, LinksThatLeadOutSayOnlyThat) {
  const std::pair<const char*, const char*> out[] = {{"link", ".."},          {"link", "../x"},
                                                     {"a/link", "../../x"},   {"a/link", "b/../../../x"},
                                                     {"link", "/etc/passwd"}, {"../link", "../../x"}};
  for (const auto& [path, target] : out) {
    ReproLog log;
    log.add(path, EntryKind::symlink, target);
    for (const auto& [name, member] : inputs(log))
      EXPECT_EQ(member, (Member{'2', "/outside"})) << path << " " << target;
  }
}

// Counting alone would let it pass: "up" leads from the depth of three to the top.
TEST(Repro, ALinkThroughAnotherDoesNotLeadOutEither) {
  ReproLog log;
  log.add("a/b/c/up", EntryKind::symlink, "../../..");
  log.add("evil", EntryKind::symlink, "a/b/c/up/../../x");
  const Members members = inputs(log);
  EXPECT_EQ(members.at("a/b/c/up").text, "../../..");
  EXPECT_EQ(members.at("evil").text, "/outside");
}

TEST(Repro, NoMemberLeadsThroughALink) {
  ReproLog log;
  log.add("read-through", EntryKind::symlink, "real");
  log.add("read-through/yarn.lock", "content");
  log.add("seen-through", EntryKind::symlink, "real");
  log.add("seen-through/yarn.lock", EntryKind::file);
  log.add("seen-through-not", EntryKind::file);  // its name only begins so
  EXPECT_EQ(inputs(log), (Members{{"read-through/", {'5', ""}},
                                  {"read-through/yarn.lock", {'0', "content"}},
                                  {"seen-through", {'2', "real"}},
                                  {"seen-through-not", {'0', ""}}}));
}

TEST(Repro, TheSameLogGivesTheSameBytes) {
  const auto once = [] {
    ReproLog log;
    log.add("b", "2");
    log.add("a", "1");
    return repro_archive(log, "1", {}, model::ScanReport{});
  };
  EXPECT_EQ(once(), once());
}

TEST(ReproLog, TakesFromSeveralThreads) {
  ReproLog log;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&log, thread] {
        for (int i = 0; i < 200; ++i) log.add(std::to_string(thread) + "/" + std::to_string(i), "x");
      });
  }
  EXPECT_EQ(log.take().size(), 800u);
}

TEST(RecordReads, NotesWhatWasReadAndWhatHasAMeaning) {
  std::string pattern = ::testing::TempDir() + "cordon-repro-XXXXXX";
  const fs::path root = ::mkdtemp(pattern.data());
  fs::create_directories(root / "node_modules/x");
  fs::create_directory(root / "a-1.dist-info");
  for (const char* name : {"yarn.lock", "uv.lock", "package.json", "readme", "other", "node_modules/x/index.js"})
    std::ofstream(root / name) << name;
  fs::create_symlink("readme", root / "link");
  Target target{"shown", nullptr, {}, {}};
  ReproLog log;
  const auto tree = record_reads(open_directory(root.string()).value(), target, log);
  EXPECT_TRUE(tree->list("") && tree->list("node_modules/x"));
  EXPECT_EQ(tree->read("other", 10).value(), "other");
  EXPECT_EQ(tree->read("link", 10).value(), "readme");
  EXPECT_EQ(tree->read_link("link").value(), "readme");
  EXPECT_EQ(tree->info("node_modules/x").value().kind, EntryKind::directory);
  EXPECT_FALSE(tree->read("missing", 10));
  EXPECT_FALSE(tree->read("readme", 2));  // too large: it was not read
  std::map<std::string, ReproEntry> entries = log.take();
  EXPECT_TRUE(entries.at("shown/other").was_read);
  EXPECT_EQ(entries.at("shown/link").content, "readme");
  EXPECT_FALSE(entries.at("shown/yarn.lock").was_read);
  EXPECT_TRUE(entries.contains("shown/uv.lock") && entries.contains("shown/package.json"));
  EXPECT_TRUE(entries.contains("shown/a-1.dist-info"));
  EXPECT_TRUE(entries.contains("shown/node_modules/x") && entries.contains("shown/node_modules/x/index.js"));
  EXPECT_EQ(entries.at("shown").kind, EntryKind::directory);
  EXPECT_FALSE(entries.contains("shown/readme") || entries.contains("shown/missing"));
  fs::remove_all(root);
}

TEST(Repro, WhatWasComparedIsThereAgainUpToALimit) {
  ReproLog log;
  Target target;
  target.argument = "t";
  const std::string large(ReproLog::kMostComparedBytes, 'x');
  const auto tree =
      record_reads(std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{
                       {"site-packages/a.py", "abc"}, {"site-packages/b.so", large}, {"site-packages/c", ""}}),
                   target, log);
  EXPECT_EQ(tree->digest("site-packages/a.py", 10).value().sha256, sha256("abc"));
  EXPECT_TRUE(tree->digest("site-packages/b.so", large.size()));
  EXPECT_TRUE(tree->info("site-packages/c"));
  const Members members = inputs(log);
  EXPECT_EQ(members.at("t/site-packages/a.py"), (Member{'0', "abc"}));
  EXPECT_EQ(members.at("t/site-packages/b.so"), (Member{'0', ""}));
  EXPECT_EQ(members.at("t/site-packages/c"), (Member{'0', ""}));
}

}  // namespace
}  // namespace cordon::app
