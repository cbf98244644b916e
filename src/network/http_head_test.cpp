#include "network/http_head.h"

#include <gtest/gtest.h>

namespace cordon::network {
namespace {

RequestHead request(std::string_view bytes) {
  RequestHead head;
  EXPECT_EQ(read_request_head(bytes, head), HeadProgress::found) << bytes;
  return head;
}

TEST(HttpHead, ReadsARequest) {
  constexpr std::string_view kBytes =
      "GET /a/b?c=d HTTP/1.1\r\nhost:  registry.example.test:4873 \r\nUser-Agent: npm/10.2\r\n\r\n";
  const RequestHead head = request(std::string(kBytes) + "rest");
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.target, "/a/b?c=d");
  EXPECT_EQ(head.host, "registry.example.test:4873");
  EXPECT_EQ(head.user_agent, "npm/10.2");
  EXPECT_EQ(head.body.kind, BodyKind::none);
  EXPECT_EQ(head.bytes, kBytes.size());
}

TEST(HttpHead, TakesTheHostOfAnAbsoluteTarget) {
  EXPECT_EQ(request("GET http://user:word@x.test:80/p HTTP/1.1\r\nHost: y.test\r\n\r\n").host, "x.test:80");
  EXPECT_EQ(request("CONNECT x.test:443 HTTP/1.1\r\n\r\n").host, "x.test:443");
  EXPECT_EQ(request("GET /redirect?to=http://z.test/ HTTP/1.1\r\nHost: y.test\r\n\r\n").host, "y.test");
}

TEST(HttpHead, AcceptsLinesThatEndInLineFeedsAlone) {
  EXPECT_EQ(request("GET / HTTP/1.0\nHost: a.test\n\n").host, "a.test");
}

TEST(HttpHead, PassesOverLinesThatAreNoFields) {
  EXPECT_EQ(request("GET / HTTP/1.1\r\nno colon\r\n: \r\nHost: a.test\r\nHost: b.test\r\n\r\n").host, "a.test");
}

TEST(HttpHead, KnowsHowLongTheBodyIs) {
  EXPECT_EQ(request("PUT / HTTP/1.1\r\nContent-Length: 12\r\n\r\n").body, (HttpBody{BodyKind::length, 12}));
  EXPECT_EQ(request("PUT / HTTP/1.1\r\nContent-Length: 12\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n").body,
            (HttpBody{BodyKind::chunked, 0}));
  EXPECT_EQ(request("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 12\r\n\r\n").body,
            (HttpBody{BodyKind::chunked, 0}));
  EXPECT_EQ(request("PUT / HTTP/1.1\r\nContent-Length: 12x\r\n\r\n").body.kind, BodyKind::none);
}

TEST(HttpHead, AsksForMoreUntilTheEmptyLine) {
  constexpr std::string_view kBytes = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
  RequestHead head;
  for (std::size_t length = 1; length < kBytes.size(); ++length)
    EXPECT_EQ(read_request_head(kBytes.substr(0, length), head), HeadProgress::incomplete) << length;
}

TEST(HttpHead, TellsWhatIsNoRequest) {
  RequestHead head;
  for (const std::string_view bytes :
       {"EHLO mail.example.test\r\n", "SSH-2.0-OpenSSH_9\r\n", " GET / HTTP/1.1\r\n", "GET  HTTP/1.1\r\n",
        "GET / HTTP/2.0\r\n", "G\x01T / HTTP/1.1\r\n", "\x16\x03\x01"})
    EXPECT_EQ(read_request_head(bytes, head), HeadProgress::absent) << bytes;
  EXPECT_EQ(read_request_head("GET /" + std::string(20'000, 'x'), head), HeadProgress::absent);
  EXPECT_EQ(read_request_head(std::string(40, 'A'), head), HeadProgress::absent);
}

TEST(HttpHead, ReadsAnAnswer) {
  ResponseHead head;
  ASSERT_EQ(read_response_head("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n", head), HeadProgress::found);
  EXPECT_EQ(head.status, 404u);
  EXPECT_EQ(head.body, (HttpBody{BodyKind::length, 9}));
  ASSERT_EQ(read_response_head("HTTP/1.0 200\r\n\r\nbody", head), HeadProgress::found);
  EXPECT_EQ(head.body.kind, BodyKind::until_close);
  EXPECT_EQ(read_response_head("HTTP/1.", head), HeadProgress::incomplete);
  EXPECT_EQ(read_response_head("HTTP/2 200\r\n\r\n", head), HeadProgress::absent);
  EXPECT_EQ(read_response_head("HTTP/1.1 abc\r\n\r\n", head), HeadProgress::absent);
  EXPECT_EQ(read_response_head("HTTP/1.1 20\r\n\r\n", head), HeadProgress::absent);
}

}  // namespace
}  // namespace cordon::network
