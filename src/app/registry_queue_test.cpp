#include "app/registry_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "model/default_registry.h"
#include "net/canned_fetcher.h"

namespace cordon::app {
namespace {

const std::string kBase(model::default_registry("npm"));

// Everything that is asked for, answered.
std::map<std::uint32_t, Result<std::string>> answers(net::Fetcher& fetcher, const std::vector<RegistryQuestion>& asked,
                                                     const RegistryLimits& limits = {},
                                                     const RegistryCredentials& credentials = {},
                                                     const std::string& npmrc = {}) {
  std::vector<model::FileUnread> unread;
  const MemoryTree home({{".npmrc", npmrc}});
  const RegistryRules rules(inventory::read_user_config(&home, "~", {}, unread), {}, {});
  std::atomic<std::uint64_t> received{0};
  std::mutex mutex;
  std::map<std::uint32_t, Result<std::string>> out;
  {
    RegistryQueue queue(
        rules, credentials, fetcher, limits,
        [&](std::uint32_t id, Result<std::string> document) {
          const std::lock_guard lock(mutex);
          EXPECT_TRUE(out.emplace(id, std::move(document)).second) << "answered twice";
        },
        received);
    for (const RegistryQuestion& each : asked) queue.add(each);
  }
  return out;
}

// One after the other, so that a test knows which is refused.
RegistryLimits one_at_a_time() {
  RegistryLimits limits;
  limits.connections = 1;
  return limits;
}

TEST(RegistryQueue, AnswersEveryQuestionOnce) {
  net::CannedFetcher fetcher;
  std::vector<RegistryQuestion> asked;
  for (std::uint32_t i = 0; i < 100; ++i) {
    asked.push_back({i, kBase, "p" + std::to_string(i)});
    fetcher.answers[kBase + "p" + std::to_string(i)].body = " {\"name\": \"p" + std::to_string(i) + "\"}";
  }
  const auto out = answers(fetcher, asked);
  ASSERT_EQ(out.size(), 100u);
  EXPECT_EQ(*out.at(42), " {\"name\": \"p42\"}");
}

TEST(RegistryQueue, AsksNobodyWhomTheRulesDoNotName) {
  net::CannedFetcher fetcher;
  const auto out = answers(fetcher, {{1, "https://inner.example.test/", "axios"}, {2, kBase, "../x"}});
  EXPECT_EQ(out.at(1).error().code, ErrorCode::refused);
  EXPECT_EQ(out.at(2).error().code, ErrorCode::refused);
  EXPECT_TRUE(fetcher.asked.empty());
}

TEST(RegistryQueue, APageIsNoDocument) {
  net::CannedFetcher fetcher;
  fetcher.answers[kBase + "a"].body = "<!DOCTYPE html><html>log in</html>";
  fetcher.answers[kBase + "b"].body = "";
  const auto out = answers(fetcher, {{1, kBase, "a"}, {2, kBase, "b"}, {3, kBase, "c"}});
  EXPECT_EQ(out.at(1).error().code, ErrorCode::syntax);
  EXPECT_EQ(out.at(2).error().code, ErrorCode::syntax);
  EXPECT_EQ(out.at(3).error().code, ErrorCode::not_found);
}

TEST(RegistryQueue, AHostThatIsDeadIsAskedNoMore) {
  net::CannedFetcher fetcher;
  std::vector<RegistryQuestion> asked;
  for (std::uint32_t i = 0; i < 50; ++i) {
    asked.push_back({i, kBase, "p" + std::to_string(i)});
    fetcher.answers[kBase + "p" + std::to_string(i)] = {"", "", ErrorCode::unavailable, true};
  }
  const auto out = answers(fetcher, asked, one_at_a_time());
  EXPECT_EQ(out.size(), 50u);
  EXPECT_EQ(fetcher.asked.size(), 3u);
  EXPECT_EQ(out.at(49).error().code, ErrorCode::unavailable);
}

TEST(RegistryQueue, KeepsItsLimits) {
  net::CannedFetcher fetcher;
  for (const char* name : {"a", "b", "c"}) fetcher.answers[kBase + name].body = "{\"x\": 1}";
  const std::vector<RegistryQuestion> asked = {{1, kBase, "a"}, {2, kBase, "b"}, {3, kBase, "c"}};
  RegistryLimits few = one_at_a_time(), short_ones = few, few_bytes = few;
  few.questions = 2;
  short_ones.document_bytes = 4;
  few_bytes.bytes = 4;
  EXPECT_EQ(answers(fetcher, asked, few).at(3).error().code, ErrorCode::too_many);
  EXPECT_EQ(answers(fetcher, asked, short_ones).at(1).error().code, ErrorCode::too_large);
  EXPECT_EQ(answers(fetcher, asked, few_bytes).at(3).error().code, ErrorCode::too_large);
}

// Counts who speaks at the same time.
class SlowFetcher final : public net::Fetcher {
 public:
  Result<net::FetchAnswer> fetch(const net::FetchRequest&, std::atomic<std::uint64_t>&) override {
    const unsigned now = ++speaking;
    unsigned seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    --speaking;
    net::FetchAnswer answer;
    answer.body = "{}";
    return answer;
  }
  std::atomic<unsigned> speaking{0}, most{0};
};

TEST(RegistryQueue, SpeaksWithOneHostAFewTimesAtOnce) {
  SlowFetcher fetcher;
  std::vector<RegistryQuestion> asked;
  for (std::uint32_t i = 0; i < 40; ++i) asked.push_back({i, kBase, "p" + std::to_string(i)});
  EXPECT_EQ(answers(fetcher, asked).size(), 40u);
  EXPECT_LE(fetcher.most, 6u);
  EXPECT_GT(fetcher.most, 1u);
}

// Keeps what it was told of who asks.
class AuthorizedFetcher final : public net::Fetcher {
 public:
  Result<net::FetchAnswer> fetch(const net::FetchRequest& request, std::atomic<std::uint64_t>&) override {
    const std::lock_guard lock(mutex_);
    told[request.url] = request.authorization;
    net::FetchAnswer answer;
    answer.body = "{}";
    return answer;
  }
  std::map<std::string, std::string> told;

 private:
  std::mutex mutex_;
};

TEST(RegistryQueue, ATokenGoesToTheAddressThatItIsFor) {
  AuthorizedFetcher fetcher;
  const RegistryCredentials credentials("//" + kBase.substr(8) + "deep/:_authToken=secret", [](auto) { return ""; });
  const std::vector<RegistryQuestion> asked = {{1, kBase, "a"}, {2, kBase + "deep/", "b"}};
  EXPECT_EQ(answers(fetcher, asked, {}, credentials, "registry=" + kBase + "deep/").size(), 2u);
  EXPECT_EQ(fetcher.told.at(kBase + "a"), "");
  EXPECT_EQ(fetcher.told.at(kBase + "deep/b"), "Bearer secret");
  // Where only a lockfile leads, it stays at home.
  EXPECT_EQ(answers(fetcher, asked, {}, credentials).size(), 2u);
  EXPECT_EQ(fetcher.told.at(kBase + "deep/b"), "");
}

TEST(RegistryQueue, WhatIsBeyondTheLimitCostsNothing) {
  net::CannedFetcher fetcher;
  std::vector<RegistryQuestion> asked;
  for (std::uint32_t i = 0; i < 50'000; ++i) asked.push_back({i, kBase, "p" + std::to_string(i)});
  RegistryLimits few;
  few.questions = 10;
  const auto out = answers(fetcher, asked, few);
  ASSERT_EQ(out.size(), asked.size());
  EXPECT_EQ(fetcher.asked.size(), 10u);
  EXPECT_EQ(out.at(10).error().code, ErrorCode::too_many);
}

TEST(RegistryQueue, ThoseOfOneHostAreTakenInTheirOrder) {
  net::CannedFetcher fetcher;
  std::vector<RegistryQuestion> asked;
  for (std::uint32_t i = 0; i < 2'000; ++i) asked.push_back({i, kBase, "p" + std::to_string(i)});
  EXPECT_EQ(answers(fetcher, asked, one_at_a_time()).size(), asked.size());
  ASSERT_FALSE(fetcher.asked.empty());
  EXPECT_TRUE(fetcher.asked.front().ends_with("/p0"));
  EXPECT_TRUE(fetcher.asked.back().ends_with("/p1999"));
}

TEST(RegistryQueue, StopsAskingWhenTheTimeIsOver) {
  SlowFetcher fetcher;
  RegistryLimits no_time = one_at_a_time();
  no_time.seconds = 0;
  const auto out = answers(fetcher, {{1, kBase, "a"}, {2, kBase, "b"}}, no_time);
  EXPECT_EQ(out.at(2).error().code, ErrorCode::timed_out);
}

}  // namespace
}  // namespace cordon::app
