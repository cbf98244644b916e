#include "gate/notices.h"

#include <gtest/gtest.h>

#include <vector>

namespace cordon::gate {
namespace {

TEST(Notices, EachCauseIsToldOnceAMinute) {
  std::vector<std::string> told;
  Notices notices([&](const std::string& text) { told.push_back(text); });
  const auto begin = Notices::Clock::now();
  notices.say("disk", "first", begin);
  notices.say("disk", "second", begin + std::chrono::seconds(59));
  notices.say("registry", "third", begin + std::chrono::seconds(59));
  notices.say("disk", "fourth", begin + std::chrono::seconds(60));
  EXPECT_EQ(told, (std::vector<std::string>{"first", "third", "fourth"}));
}

TEST(Notices, AFloodOfCausesFillsNoMemory) {
  std::size_t told = 0;
  Notices notices([&](const std::string&) { ++told; });
  const auto begin = Notices::Clock::now();
  for (int i = 0; i < 10'000; ++i) notices.say(std::to_string(i), "text", begin);
  EXPECT_EQ(told, 100u);
}

TEST(Notices, NobodyToTellIsNoMistake) { Notices({}).say("disk", "text"); }

}  // namespace
}  // namespace cordon::gate
