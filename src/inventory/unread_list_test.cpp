#include "inventory/unread_list.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

TEST(UnreadList, KeepsPathLineCodeAndWhetherItMatters) {
  UnreadList list("a.lock");
  list.add(3, ErrorCode::wrong_type, "one");
  list.add(4, "superseded", "two", false);
  list.add(Error{ErrorCode::syntax, "three", 5, 1, {}});
  std::vector<model::FileUnread> out{{"before", 0, "x", "", true}};
  list.move_to(out);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[1], (model::FileUnread{"a.lock", 3, "wrong_type", "one", true}));
  EXPECT_EQ(out[2], (model::FileUnread{"a.lock", 4, "superseded", "two", false}));
  EXPECT_EQ(out[3], (model::FileUnread{"a.lock", 5, "syntax", "three", true}));
}

TEST(UnreadList, IsBoundedAndCountsTheRest) {
  UnreadList list("a.lock");
  for (std::size_t i = 0; i < UnreadList::kMaxEntries + 2; ++i) list.add(1, ErrorCode::wrong_type, "x", false);
  std::vector<model::FileUnread> out;
  list.move_to(out);
  ASSERT_EQ(out.size(), UnreadList::kMaxEntries + 1);
  EXPECT_EQ(out.back().code, "too_many");
  EXPECT_NE(out.back().reason.find("2 more"), std::string::npos);
  EXPECT_FALSE(out.back().incomplete);
}

TEST(UnreadList, WhatWasOnlyCountedMattersIfOneOfItDid) {
  UnreadList list("a.lock");
  for (std::size_t i = 0; i < UnreadList::kMaxEntries; ++i) list.add(1, "x", "", false);
  list.add(1, "x", "", true);
  list.add(1, "x", "", false);
  std::vector<model::FileUnread> out;
  list.move_to(out);
  EXPECT_TRUE(out.back().incomplete);
}

TEST(UnreadList, StartsAfreshOnceItWasEmptied) {
  UnreadList list("a.lock");
  for (std::size_t i = 0; i <= UnreadList::kMaxEntries; ++i) list.add(1, "x", "", true);
  std::vector<model::FileUnread> out;
  list.move_to(out);
  out.clear();
  list.move_to(out);
  EXPECT_TRUE(out.empty());
  for (std::size_t i = 0; i <= UnreadList::kMaxEntries; ++i) list.add(1, "x", "", false);
  list.move_to(out);
  EXPECT_FALSE(out.back().incomplete);
}

}  // namespace
}  // namespace cordon::inventory
