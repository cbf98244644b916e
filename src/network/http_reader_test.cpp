#include "network/http_reader.h"

#include <gtest/gtest.h>

#include <vector>

namespace cordon::network {
namespace {

// Targets of the requests, or states of the answers, with as many bytes at a time.
std::vector<std::string> read(std::string_view bytes, bool answers = false, bool to_head = false,
                              std::size_t piece = 1) {
  std::vector<std::string> out;
  HttpReader reader;
  reader.begin(0);
  for (std::size_t there = std::min(piece, bytes.size());; there = std::min(there + piece, bytes.size())) {
    RequestHead request;
    ResponseHead response;
    const std::string_view in_order = bytes.substr(0, there);
    while (true) {
      const HeadProgress progress =
          answers ? reader.next_response(in_order, to_head, response) : reader.next_request(in_order, request);
      if (progress == HeadProgress::absent) out.emplace_back("end");
      if (progress == HeadProgress::absent) return out;
      if (progress == HeadProgress::incomplete) break;
      out.push_back(answers ? std::to_string(response.status) : request.target);
    }
    if (there == bytes.size()) return out;
  }
}

using Texts = std::vector<std::string>;
constexpr std::string_view kGet = "GET /last HTTP/1.1\r\n\r\n";

TEST(HttpReader, FindsRequestsOneBehindTheOther) {
  EXPECT_EQ(read("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n\r\n" + std::string(kGet)),
            (Texts{"/1", "/2", "/last"}));
}

TEST(HttpReader, PassesOverBodies) {
  const std::string length = "POST /1 HTTP/1.1\r\nContent-Length: 20\r\n\r\nGET /no HTTP/1.1\r\n\r\n";
  EXPECT_EQ(read(length + std::string(kGet)), (Texts{"/1", "/last"}));
  const std::string chunked =
      "POST /1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;name=\"x\"\r\nhello\r\nA\r\n0123456789\r\n0\r\nTrailer: "
      "x\r\n\r\n";
  for (const std::size_t piece : {1u, 7u, 1000u})
    EXPECT_EQ(read(chunked + std::string(kGet), false, false, piece), (Texts{"/1", "/last"}));
}

TEST(HttpReader, EndsWhereATunnelBegins) {
  EXPECT_EQ(read("CONNECT a.test:443 HTTP/1.1\r\n\r\n\x16\x03\x01"), (Texts{"a.test:443", "end"}));
  EXPECT_EQ(read("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05", true), (Texts{"101", "end"}));
}

TEST(HttpReader, EndsAtWhatIsNoHttp) {
  EXPECT_EQ(read("GET /1 HTTP/1.1\r\n\r\nnonsense line\r\n"), (Texts{"/1", "end"}));
  EXPECT_EQ(read("POST /1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), (Texts{"/1", "end"}));
}

TEST(HttpReader, KnowsWhichAnswersHaveNoBody) {
  const std::string after = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(read("HTTP/1.1 100 Continue\r\n\r\n" + after, true), (Texts{"100", "200"}));
  EXPECT_EQ(read("HTTP/1.1 204 No Content\r\n\r\n" + after, true), (Texts{"204", "200"}));
  EXPECT_EQ(read("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n" + after, true), (Texts{"304", "200"}));
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + after, true, true), (Texts{"200", "200"}));
  EXPECT_EQ(read("HTTP/1.1 200 OK\r\n\r\nuntil the end " + after, true), (Texts{"200", "end"}));
}

}  // namespace
}  // namespace cordon::network
