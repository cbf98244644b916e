#include "app/registry_asker.h"

#include <gtest/gtest.h>

#include <map>

#include "base/os/confine.h"
#include "model/default_registry.h"

namespace cordon::app {
namespace {

std::map<std::size_t, Result<std::string>> answers(RegistryAsker& asker,
                                                   const std::vector<RegistryQuestion>& questions) {
  std::map<std::size_t, Result<std::string>> out;
  asker.ask(questions, [&](std::size_t question, Result<std::string> document) {
    EXPECT_TRUE(out.emplace(question, std::move(document)).second) << "answered twice";
  });
  return out;
}

inventory::UserConfig user_of(const std::string& registry) {
  std::vector<model::FileUnread> unread;
  const MemoryTree home({{".npmrc", "registry=" + registry}});
  return inventory::read_user_config(&home, "~", {}, unread);
}

net::CurlOptions impatient() {
  net::CurlOptions out;
  out.attempts = 1;
  out.connect_seconds = 2;
  return out;
}

// Nobody listens on port 1; tests/e2e/online.py has registries that answer.
constexpr const char* kNobody = "https://127.0.0.1:1/";

TEST(RegistryAsker, AnswersEveryQuestionAlsoWhereNobodyListens) {
  auto asker = RegistryAsker::start(RegistryRules(user_of(kNobody), {}, {}), {}, impatient(), {});
  ASSERT_TRUE(asker) << asker.error().describe();
  std::vector<RegistryQuestion> questions;
  for (int i = 0; i < 4'000; ++i) questions.push_back({0, kNobody, "p" + std::to_string(i)});
  const auto out = answers(*asker, questions);
  ASSERT_EQ(out.size(), 4'000u);
  for (const auto& [question, document] : out) EXPECT_EQ(document.error().code, ErrorCode::unavailable) << question;
}

TEST(RegistryAsker, TheOtherProcessHasRulesOfItsOwn) {
  auto asker = RegistryAsker::start(RegistryRules({}, {}, {}), {}, impatient(), {});
  ASSERT_TRUE(asker);
  const auto out = answers(*asker, {{0, kNobody, "axios"}, {0, std::string(model::default_registry("npm")), "../x"}});
  EXPECT_EQ(out.at(0).error().code, ErrorCode::refused);
  EXPECT_EQ(out.at(1).error().code, ErrorCode::refused);
}

TEST(RegistryAsker, AProcessThatIsGoneIsAnErrorAndNoSignal) {
  auto asker = RegistryAsker::start(RegistryRules({}, {}, {}), {}, impatient(), {});
  ASSERT_TRUE(asker);
  // A question that is longer than any may be ends it.
  const auto out = answers(*asker, {{0, std::string(100'000, 'x'), "axios"}, {0, kNobody, "axios"}});
  EXPECT_EQ(out.at(0).error().code, ErrorCode::unavailable);
  EXPECT_EQ(out.at(1).error().code, ErrorCode::unavailable);
  EXPECT_EQ(answers(*asker, {{0, kNobody, "axios"}}).at(0).error().code, ErrorCode::unavailable);
}

TEST(RegistryAsker, AConfinedProcessCanAskIt) {
  ASSERT_EXIT(
      {
        auto asker = RegistryAsker::start(RegistryRules(user_of(kNobody), {}, {}), {}, impatient(), {});
        if (!asker || !os::confine({})) std::_Exit(2);
        const auto out = answers(*asker, {{0, kNobody, "axios"}});
        std::_Exit(out.at(0).error().code == ErrorCode::unavailable ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace cordon::app
