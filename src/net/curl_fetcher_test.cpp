#include "net/curl_fetcher.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace cordon::net {
namespace {

// What needs no server; tests/e2e/intel_update.py has one.
TEST(CurlFetcher, OnlyHttpsIsSpokenAndNoPasswordStandsInAnAddress) {
  auto fetcher = CurlFetcher::make({});
  ASSERT_TRUE(fetcher) << fetcher.error().describe();
  std::atomic<std::uint64_t> received{0};
  for (const char* url : {"http://127.0.0.1/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "no address", "",
                          "https://user:secret@127.0.0.1/x"}) {
    FetchRequest request;
    request.url = url;
    request.most_bytes = 10;
    const auto answer = (*fetcher)->fetch(request, received);
    ASSERT_FALSE(answer) << url;
    EXPECT_EQ(answer.error().code, ErrorCode::usage) << url;
  }
  EXPECT_EQ(received, 0u);
}

TEST(CurlFetcher, NobodyThereIsAnErrorAfterAsManyTriesAsAreWanted) {
  CurlOptions options;
  options.attempts = 2;
  options.wait_ms = 1;
  auto fetcher = CurlFetcher::make(options);
  ASSERT_TRUE(fetcher);
  std::atomic<std::uint64_t> received{0};
  FetchRequest request;
  request.url = "https://127.0.0.1:1/x";
  request.most_bytes = 10;
  EXPECT_EQ((*fetcher)->fetch(request, received).error().code, ErrorCode::unavailable);
}

TEST(CurlFetcher, ThatIsStoppedTriesNoMore) {
  CurlOptions options;
  options.wait_ms = 60'000;
  auto fetcher = CurlFetcher::make(options);
  ASSERT_TRUE(fetcher);
  std::atomic<std::uint64_t> received{0};
  FetchRequest request;
  request.url = "https://127.0.0.1:1/x";
  request.most_bytes = 10;
  std::thread stopper([&] { (*fetcher)->stop(); });
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ((*fetcher)->fetch(request, received).error().code, ErrorCode::unavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
  stopper.join();
}

TEST(CurlFetcher, MessagesHaveNoSecretsOfAddresses) {
  CurlOptions options;
  options.attempts = 1;
  auto fetcher = CurlFetcher::make(options);
  ASSERT_TRUE(fetcher);
  std::atomic<std::uint64_t> received{0};
  for (const char* url : {"https://127.0.0.1:1/x?signature=hunter2", "https://kim:hunter2@127.0.0.1:1/x"}) {
    FetchRequest request;
    request.url = url;
    request.most_bytes = 10;
    const std::string said = (*fetcher)->fetch(request, received).error().describe();
    EXPECT_EQ(said.find("hunter2"), std::string::npos) << said;
    EXPECT_NE(said.find("127.0.0.1"), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace cordon::net
