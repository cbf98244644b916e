#include "cli/fetch_pack.h"

#include <gtest/gtest.h>

#include "net/canned_fetcher.h"

namespace cordon::cli {
namespace {

TEST(FetchPack, TheSignatureStandsBesideThePackOrWhereItIsNamed) {
  const std::string url = "https://packs.example.test/a.yaml";
  net::CannedFetcher fetcher;
  EXPECT_EQ(fetch_pack(url, "", fetcher).error().code, ErrorCode::not_found);
  fetcher.answers[url] = {"pack", "", ErrorCode::internal, false};
  auto given = fetch_pack(url, "", fetcher);
  ASSERT_TRUE(given);
  EXPECT_EQ(given->text, "pack");
  EXPECT_EQ(given->name, url);
  EXPECT_FALSE(given->signature);  // nobody signed it: whether that is enough is decided elsewhere
  EXPECT_EQ(fetch_pack(url, "https://packs.example.test/named.minisig", fetcher).error().code, ErrorCode::not_found);
  fetcher.answers[url + ".minisig"] = {"signature", "", ErrorCode::internal, false};
  EXPECT_EQ(fetch_pack(url, "", fetcher)->signature, "signature");
  // A signature that could not be had is not the same as none.
  fetcher.answers[url + ".minisig"] = {"", "", ErrorCode::unavailable, true};
  EXPECT_EQ(fetch_pack(url, "", fetcher).error().code, ErrorCode::unavailable);
}

TEST(FetchPack, AnAddressIsNoFile) {
  EXPECT_TRUE(is_address("https://packs.example.test/a.yaml"));
  EXPECT_TRUE(is_address("http://packs.example.test/a.yaml"));  // refused later, with the reason
  EXPECT_FALSE(is_address("packs/a.yaml"));
}

}  // namespace
}  // namespace cordon::cli
