#include "net/curl_transfer.h"

#include <gtest/gtest.h>

namespace cordon::net {
namespace {

TEST(CurlTransfer, AnAddressIsTakenApartAsItIsAsked) {
  const auto curl = CurlLibrary::load();
  ASSERT_TRUE(curl) << curl.error().describe();
  const auto parts = url_parts(**curl, "HTTPS://Osv.Example.Test:8443/npm/all.zip");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->scheme, "https");
  EXPECT_EQ(parts->host, "osv.example.test");
  EXPECT_FALSE(parts->has_credentials);
  EXPECT_TRUE(url_parts(**curl, "https://name@osv.example.test/")->has_credentials);
  EXPECT_EQ(url_parts(**curl, "https://[::1]/x")->host, "[::1]");
  // What a reader and a client could take for different hosts.
  EXPECT_EQ(url_parts(**curl, "https://osv.example.test@10.0.0.1/x")->host, "10.0.0.1");
  EXPECT_FALSE(url_parts(**curl, "osv.example.test").has_value() &&
               url_parts(**curl, "osv.example.test")->scheme == "https");
}

}  // namespace
}  // namespace cordon::net
