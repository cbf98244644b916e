#include "app/memory.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "app/notifier.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

class MemoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-memory-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path() const { return folder_ + "/memory.sqlite"; }
  Memory open() const {
    auto memory = Memory::open(path(), true);
    EXPECT_TRUE(memory) << memory.error().describe();
    return std::move(*memory);
  }
  static SeenProject project(const std::string& path, const std::string& version = "1.14.1") {
    SeenPackage seen;
    seen.purl = "pkg:npm/axios@" + version;
    seen.ecosystem = "npm";
    seen.name = "axios";
    seen.version = version;
    seen.integrity = {};
    return {path, "npm", {seen}, false};
  }
  static intel::Knowledge knowledge(bool packs) {
    intel::KnowledgeOptions options;
    options.embedded = packs;
    return std::move(*intel::Knowledge::load(options));
  }
  std::string folder_;
};

TEST_F(MemoryTest, WhatBecameKnownOfWhatWasRememberedIsToldUntilItIsRememberedAnew) {
  Memory memory = open();
  const intel::Knowledge before = knowledge(false), now = knowledge(true);
  EXPECT_EQ(memory.since_last({project("/a")}, now)->projects, 0u);
  ASSERT_TRUE(memory.remember({project("/a"), project("/b", "1.14.0")}, {"/"}, true, before, 1'000));
  auto since = memory.since_last({project("/a"), project("/b")}, now);
  ASSERT_TRUE(since) << since.error().describe();
  EXPECT_EQ(since->projects, 2u);
  EXPECT_EQ(since->remembered, "1970-01-01T00:16:40Z");
  ASSERT_EQ(since->notices.size(), 1u);
  EXPECT_EQ(since->notices[0].project, "/a");
  EXPECT_EQ(since->notices[0].kind, model::NoticeKind::became_bad);
  EXPECT_EQ(since->notices[0].cause, "axios-2026");
  ASSERT_TRUE(memory.remember({project("/a"), project("/b", "1.14.0")}, {"/"}, true, now, 2'000));
  EXPECT_EQ(memory.since_last({project("/a")}, now)->notices.size(), 0u);
  // Who does not have the pack that said so takes nothing back, also when that is remembered.
  EXPECT_EQ(memory.since_last({project("/a")}, before)->notices.size(), 0u);
  ASSERT_TRUE(memory.remember({project("/a")}, {"/a"}, true, before, 3'000));
  EXPECT_EQ(memory.since_last({project("/a")}, now)->notices.size(), 0u);
}

TEST_F(MemoryTest, WhatWasSeenBelowAFolderHasItsDigests) {
  Memory memory = open();
  SeenProject one = project("/a/app", "1.14.0"), installed = project("/a/other", "1.13.0");
  one.packages[0].integrity = {"sha512-x"};
  installed.packages[0].integrity = {"sha512-y"};
  installed.packages[0].said_by_itself = true;
  ASSERT_TRUE(memory.remember({one, installed, project("/b")}, {"/"}, true, knowledge(false), 1'000));
  const auto seen = memory.seen_below({"/a"}, "npm");
  ASSERT_TRUE(seen) << seen.error().describe();
  ASSERT_EQ(seen->size(), 1u);
  EXPECT_EQ(seen->at(0).version, "1.14.0");
  EXPECT_EQ(seen->at(0).integrity, std::vector<std::string>{"sha512-x"});
  EXPECT_EQ(seen->at(0).seen, 1'000);
  EXPECT_TRUE(memory.seen_below({"/a"}, "pypi")->empty());
  EXPECT_TRUE(memory.seen_below({"/ab"}, "npm")->empty());
}

TEST_F(MemoryTest, ProjectsThatAreGoneAreForgottenWhereEverythingWasLookedAt) {
  Memory memory = open();
  const intel::Knowledge none = knowledge(false);
  ASSERT_TRUE(memory.remember({project("/src/a"), project("/src/b"), project("/srcs/c")}, {"/"}, true, none, 1));
  ASSERT_TRUE(memory.remember({project("/src/a")}, {"/src"}, false, none, 2));
  EXPECT_EQ(open().project_count(), 3u);
  ASSERT_TRUE(memory.remember({project("/src/a")}, {"/src"}, true, none, 3));
  EXPECT_EQ(open().project_count(), 2u);
  EXPECT_EQ(memory.since_last({project("/srcs/c")}, none)->projects, 1u);
}

TEST_F(MemoryTest, NoticesStayInTheOutboxUntilTheyAreDeliveredAndAreMadeOnce) {
  const intel::Knowledge before = knowledge(false), now = knowledge(true);
  {
    Memory memory = open();
    ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, before, 1));
    EXPECT_EQ(*memory.post(now), 1u);
    EXPECT_EQ(*memory.post(now), 0u);
  }
  Memory memory = open();
  const auto outbox = memory.outbox();
  ASSERT_TRUE(outbox);
  ASSERT_EQ(outbox->size(), 1u);
  EXPECT_EQ(outbox->front().purl, "pkg:npm/axios@1.14.1");
  // Whoever is notified is another audience than whoever scans.
  EXPECT_EQ(memory.since_last({project("/a")}, now)->notices.size(), 1u);
  ASSERT_TRUE(memory.delivered(*outbox));
  EXPECT_TRUE(memory.outbox()->empty());
}

// A pack that lists this release of axios.
intel::Knowledge pack_of(const std::string& version) {
  intel::KnowledgeOptions options;
  options.embedded = false;
  options.pack_files.push_back(
      {"p-2026.yaml",
       "schema: cordon.incident/1\nid: p-2026\ntitle: t\ndate: 2026-03-31\nupdated: 2026-04-01\nconfidence: high\n"
       "summary: s\nsources: [\"https://example.test\"]\npackages:\n  - {ecosystem: npm, name: axios, versions: [\"" +
           version + "\"]}\nrecovery: [r]\n"});
  auto knowledge = intel::Knowledge::load(options);
  EXPECT_TRUE(knowledge) << knowledge.error().describe();
  return std::move(*knowledge);
}

TEST_F(MemoryTest, TheLastThingThatIsDeliveredIsWhatIsTrue) {
  Memory memory = open();
  const intel::Knowledge bad = pack_of("1.14.1"), good = pack_of("9.9.9");
  ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, good, 1));
  std::vector<std::string> ids;
  for (const intel::Knowledge* knowledge : {&bad, &good, &bad}) {
    ASSERT_EQ(*memory.post(*knowledge), 1u);
    ids.push_back(memory.outbox()->back().id);
  }
  const auto waiting = memory.outbox();
  ASSERT_EQ(waiting->size(), 2u);
  EXPECT_EQ(waiting->front().kind, model::NoticeKind::withdrawn);
  EXPECT_EQ(waiting->back().kind, model::NoticeKind::became_bad);
  EXPECT_NE(ids[0], ids[2]);  // who has seen the first takes the third for news, which it is
  ASSERT_TRUE(memory.delivered(*waiting));
  EXPECT_TRUE(memory.outbox()->empty());
}

TEST_F(MemoryTest, ADeliveryThatFailsIsDoneAgainAndOneThatSucceedsIsNot) {
  const intel::Knowledge before = knowledge(false), now = knowledge(true);
  {
    Memory memory = open();
    ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, before, 1));
    ASSERT_TRUE(memory.post(now));
  }
  const std::string out = folder_ + "/out";
  const auto deliver = [&](const std::string& command) {
    auto notifier = Notifier::start(command, path());
    EXPECT_TRUE(notifier);
    return notifier->go();
  };
  EXPECT_EQ(*deliver("exit 3"), 3);
  EXPECT_EQ(*deliver("cat >> " + out), 0);
  EXPECT_GT(fs::file_size(out), 100u);
  const auto bytes = fs::file_size(out);
  EXPECT_EQ(*deliver("cat >> " + out), 0);  // nothing is left: the command does not run
  EXPECT_EQ(fs::file_size(out), bytes);
  {
    const auto never = Notifier::start("touch " + folder_ + "/ran", path());
  }
  EXPECT_FALSE(fs::exists(folder_ + "/ran"));
}

TEST_F(MemoryTest, AProjectThatCouldNotBeReadWholeForgetsNothing) {
  Memory memory = open();
  ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, knowledge(false), 1));
  SeenProject broken{"/a", "npm", {}, true};
  ASSERT_TRUE(memory.remember({broken}, {"/"}, false, knowledge(false), 2));
  EXPECT_EQ(memory.since_last({broken}, knowledge(true))->notices.size(), 1u);
  broken.is_partial = false;
  ASSERT_TRUE(memory.remember({broken}, {"/"}, true, knowledge(false), 3));
  EXPECT_EQ(memory.since_last({broken}, knowledge(true))->notices.size(), 0u);
}

TEST_F(MemoryTest, AScanWithOlderKnowledgeDoesNotHaveTheSameToldTwice) {
  Memory memory = open();
  ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, knowledge(false), 1));
  EXPECT_EQ(*memory.post(knowledge(true)), 1u);
  ASSERT_TRUE(memory.remember({project("/a")}, {"/"}, true, knowledge(false), 2));
  EXPECT_EQ(*memory.post(knowledge(true)), 0u);
}

TEST_F(MemoryTest, AFileOfALaterVersionIsNotTouched) {
  {
    auto database = store::Database::open(path(), true);
    ASSERT_TRUE(database && database->execute("PRAGMA user_version=9"));
  }
  EXPECT_EQ(Memory::open(path(), true).error().code, ErrorCode::unsupported_version);
}

}  // namespace
}  // namespace cordon::app
