#include "app/gyp_runs.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

GypRuns read(Files files, std::string_view directory = "node_modules/a") {
  const Target target{".", std::make_unique<MemoryTree>(std::move(files)), {}, {}};
  return read_gyp_runs(target, directory, {});
}

TEST(GypRuns, FollowsIncludesFromTheFolderOfEachFile) {
  const GypRuns found =
      read({{"node_modules/a/binding.gyp", "{'includes': ['deps/x.gypi'], 'a': '<!(one)'}"},
            {"node_modules/a/deps/x.gypi", "{'includes': ['y.gypi'], 'actions': [{'action': ['two']}]}"},
            {"node_modules/a/deps/y.gypi", "{'includes': ['../binding.gyp'], 'a': '<!(three)'}"}});
  ASSERT_EQ(found.runs.size(), 3u);
  EXPECT_EQ(found.runs[0].when, "configure");
  EXPECT_EQ(found.runs[1].when, "build");
  EXPECT_EQ(found.runs[2].path, "node_modules/a/deps/y.gypi");
  EXPECT_TRUE(found.unread.empty());
}

TEST(GypRuns, WhatCannotBeFollowedIsUnread) {
  const GypRuns found = read({{"node_modules/a/binding.gyp",
                               "{'includes': ['gone.gypi', '<(dir)/x.gypi', '/etc/x.gypi', '../../../out.gypi']}"}});
  ASSERT_EQ(found.unread.size(), 4u);
  for (const model::FileUnread& unread : found.unread) EXPECT_EQ(unread.incomplete, unread.code != "not_written_yet");
}

TEST(GypRuns, NoMoreFilesThanTheLimit) {
  Files files;
  for (int i = 0; i < 100; ++i)
    files["a/f" + std::to_string(i) + ".gypi"] = "{'includes': ['f" + std::to_string(i + 1) + ".gypi'], 'a': '<!(x)'}";
  files["a/binding.gyp"] = "{'includes': ['f0.gypi']}";
  const GypRuns found = read(std::move(files), "a");
  EXPECT_EQ(found.runs.size(), kMostGypFiles - 1);
  ASSERT_EQ(found.unread.size(), 1u);
  EXPECT_EQ(found.unread[0].code, "too_many");
}

TEST(GypRuns, ABrokenFileIsUnreadAndKeepsWhatWasFound) {
  const GypRuns found = read({{"a/binding.gyp", "{'a': '<!(one)', 'b': ["}}, "a");
  EXPECT_EQ(found.runs.size(), 1u);
  EXPECT_EQ(found.unread.size(), 1u);
}

}  // namespace
}  // namespace cordon::app
