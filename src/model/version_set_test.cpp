#include "model/version_set.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace cordon::model {
namespace {

std::optional<VersionBound> at(int number, bool inclusive) {
  VersionBound out{{}, std::to_string(number), inclusive};
  out.key.put_number(out.text);
  return out;
}

std::string text(const VersionSet& set) {
  std::string out;
  for (const VersionInterval& each : set) {
    out += each.lower ? (each.lower->inclusive ? "[" : "(") + each.lower->text : "(";
    out += ",";
    out += each.upper ? each.upper->text + (each.upper->inclusive ? "]" : ")") : ")";
  }
  return out;
}

bool holds(const VersionSet& set, int number) {
  const VersionKey key = at(number, true)->key;
  for (const VersionInterval& each : set) {
    const bool above = !each.lower || each.lower->key < key || (each.lower->inclusive && each.lower->key == key);
    const bool below = !each.upper || key < each.upper->key || (each.upper->inclusive && each.upper->key == key);
    if (above && below) return true;
  }
  return false;
}

TEST(VersionSet, UnionsMergeWhatOverlapsOrTouches) {
  EXPECT_EQ(text(union_of({{at(3, true), at(5, false)}, {at(1, true), at(3, false)}})), "[1,5)");
  EXPECT_EQ(text(union_of({{{}, at(3, false)}, {at(3, false), {}}})), "(,3)(3,)");
  EXPECT_EQ(text(union_of({{{}, at(3, false)}, {at(3, true), {}}})), "(,)");
  EXPECT_EQ(text(union_of({{at(1, true), at(9, true)}, {at(2, true), at(3, true)}})), "[1,9]");
  EXPECT_EQ(text(union_of({{at(5, true), at(4, true)}, {at(5, false), at(5, true)}})), "");
}

TEST(VersionSet, IntersectionsKeepWhatBothHave) {
  const VersionSet set = {{{}, at(3, true)}, {at(5, true), {}}};
  EXPECT_EQ(text(intersection(set, {{at(2, false), at(5, true)}})), "(2,3][5,5]");
  EXPECT_EQ(text(intersection(set, {{at(3, false), at(5, false)}})), "");
  EXPECT_EQ(text(intersection(set, {VersionInterval{}})), "(,3][5,)");
}

TEST(VersionSet, KnowsOneVersionAndNone) {
  EXPECT_TRUE((VersionInterval{at(1, true), at(1, true)}.is_point()));
  EXPECT_FALSE((VersionInterval{at(1, true), at(1, false)}.is_point()));
  EXPECT_TRUE((VersionInterval{at(1, true), at(1, false)}.is_empty()));
  EXPECT_FALSE(VersionInterval{}.is_empty());
}

rc::Gen<std::vector<VersionInterval>> intervals() {
  const auto end = rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::arbitrary<bool>());
  const auto one = rc::gen::map(rc::gen::pair(end, end), [](const auto& ends) {
    VersionInterval out;
    if (ends.first.first > 0) out.lower = at(ends.first.first, ends.first.second);
    if (ends.second.first > 0) out.upper = at(ends.second.first, ends.second.second);
    return out;
  });
  return rc::gen::container<std::vector<VersionInterval>>(one);
}

TEST(VersionSet, OperationsMeanWhatTheySayForEachVersion) {
  EXPECT_TRUE(rc::check([] {
    const VersionSet a = *intervals(), b = *intervals();
    const VersionSet whole_a = union_of(a), whole_b = union_of(b), both = intersection(whole_a, whole_b);
    for (int number = 0; number < 14; ++number) {
      RC_ASSERT(holds(whole_a, number) == holds(a, number));
      RC_ASSERT(holds(both, number) == (holds(a, number) && holds(b, number)));
    }
    RC_ASSERT(text(union_of(whole_a)) == text(whole_a));
  }));
}

}  // namespace
}  // namespace cordon::model
