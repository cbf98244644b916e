#include "net/http_server.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "net/http_testing.h"

namespace cordon::net {
namespace {

constexpr std::string_view kHost = "Host: gate.example.test\r\n";

std::string get(std::string_view target, bool last = true) {
  return "GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(kHost) + (last ? "Connection: close\r\n" : "") +
         "\r\n";
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t out = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++out;
  return out;
}

// Answers with method, target and body of the request.
void echo(HttpRequest&& request, HttpReply reply) {
  reply.send({200,
              {{"X-Host", std::string(request.header("host"))}},
              request.method + " " + request.target + " " + request.body});
}

std::unique_ptr<HttpServer> serve(std::function<void(HttpRequest&&, HttpReply)> handler, const HttpLimits& limits = {},
                                  std::function<void(const HttpAccess&)> access = {}) {
  HttpServerOptions options;
  options.limits = limits;
  auto server = HttpServer::listen(options, {std::move(handler), std::move(access)});
  EXPECT_TRUE(server.has_value());
  (*server)->start();
  return std::move(*server);
}

std::string ask(const HttpServer& server, std::string_view request) {
  TestClient client(server.port());
  EXPECT_TRUE(client.say(request));
  return client.hear();
}

TEST(HttpServer, AnswersARequest) {
  const auto server = serve(echo);
  const std::string answer = ask(*server, get("/a%2fb?c=d"));
  EXPECT_EQ(status_of(answer), 200u);
  EXPECT_EQ(body_of(answer), "GET /a%2fb?c=d ");
  EXPECT_NE(answer.find("X-Host: gate.example.test\r\n"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(server->counts().requests, 1u);
}

TEST(HttpServer, KeepsAConnectionAndAnswersInOrder) {
  const auto server = serve(echo);
  const std::string answer = ask(*server, get("/1", false) + get("/2", false) + get("/3"));
  EXPECT_EQ(count(answer, "HTTP/1.1 200 OK\r\n"), 3u);
  EXPECT_LT(answer.find("GET /1 "), answer.find("GET /2 "));
  EXPECT_LT(answer.find("GET /2 "), answer.find("GET /3 "));
  EXPECT_EQ(server->counts().accepted, 1u);
}

TEST(HttpServer, TakesBodiesOfStatedLengthAndInChunks) {
  const auto server = serve(echo);
  const std::string head = "POST /x HTTP/1.1\r\n" + std::string(kHost) + "Connection: close\r\n";
  EXPECT_EQ(body_of(ask(*server, head + "Content-Length: 5\r\n\r\nhello")), "POST /x hello");
  EXPECT_EQ(body_of(ask(*server, head + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")),
            "POST /x hello");
}

TEST(HttpServer, SaysThatItWaitsForABody) {
  const auto server = serve(echo);
  TestClient client(server->port());
  client.say("POST /x HTTP/1.1\r\n" + std::string(kHost) +
             "Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_TRUE(client.hear(300).starts_with("HTTP/1.1 100 Continue\r\n\r\n"));
  client.say("ok");
  EXPECT_EQ(body_of(client.hear()), "POST /x ok");
}

TEST(HttpServer, GivesTheHeadAloneWhereOnlyThatIsAskedFor) {
  const auto server = serve(echo);
  const std::string answer = ask(*server, "HEAD /x HTTP/1.1\r\n" + std::string(kHost) + "Connection: close\r\n\r\n");
  EXPECT_NE(answer.find("Content-Length: 8\r\n"), std::string::npos);
  EXPECT_EQ(body_of(answer), "");
}

TEST(HttpServer, TakesAnAbsoluteTargetForItsPath) {
  const auto server = serve(echo);
  EXPECT_EQ(body_of(ask(*server, get("http://registry.example.test/left-pad"))), "GET /left-pad ");
}

TEST(HttpServer, RefusesWhatTwoProgramsCouldReadDifferently) {
  const auto server = serve(echo);
  const std::string host(kHost);
  const std::vector<std::pair<std::string, unsigned>> probes = {
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 5, 5\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: +5\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 0x5\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length : 5\r\n\r\nhello", 400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
       400},
      {"POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + " folded: x\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n" + std::string(1, '\0'), 400},
      {"GET / HTTP/1.1\n" + host + "\n", 400},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", 400},
      {"GET  / HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /a b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET example.test HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /a\\b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"GET /a#b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"CONNECT example.test:443 HTTP/1.1\r\n" + host + "\r\n", 400},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400},
  };
  for (const auto& [probe, status] : probes) {
    TestClient client(server->port());
    client.say(probe);
    const std::string answer = client.hear(1'500);
    EXPECT_EQ(status_of(answer), status) << probe << "\n--\n" << answer;
    EXPECT_TRUE(client.ended()) << probe;
    EXPECT_EQ(count(answer, "HTTP/1.1 "), 1u) << probe;
  }
}

TEST(HttpServer, TakesAFoldedLineForOneWithABlank) {
  const auto server =
      serve([](HttpRequest&& request, HttpReply reply) { reply.send({200, {}, std::string(request.header("x"))}); });
  EXPECT_EQ(body_of(ask(*server, "GET / HTTP/1.1\r\n" + std::string(kHost) +
                                     "Connection: close\r\nX: a\r\n Content-Length: 5\r\n\r\n")),
            "a Content-Length: 5");
}

TEST(HttpServer, RefusesHeadsAndBodiesAboveTheirLimits) {
  HttpLimits limits;
  limits.header_bytes = 2'000;
  limits.body_bytes = 1'000;
  const auto server = serve(echo, limits);
  EXPECT_EQ(status_of(ask(*server, "GET /" + std::string(3'000, 'a') + " HTTP/1.1\r\n" + std::string(kHost) + "\r\n")),
            431u);
  std::string many = "GET / HTTP/1.1\r\n" + std::string(kHost);
  for (int i = 0; i < 500; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_EQ(status_of(ask(*server, many + "\r\n")), 431u);
  const std::string post = "POST / HTTP/1.1\r\n" + std::string(kHost);
  EXPECT_EQ(status_of(ask(*server, post + "Content-Length: 1001\r\n\r\n" + std::string(1'001, 'x'))), 413u);
  EXPECT_EQ(status_of(ask(*server, post + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2'000, 'x'))),
            413u);
}

TEST(HttpServer, EndsRequestsThatDoNotArrive) {
  HttpLimits limits;
  limits.header_seconds = 1;
  limits.body_seconds = 1;
  limits.idle_seconds = 1;
  const auto server = serve(echo, limits);
  for (const std::string& begun : {std::string(), std::string("GET / HT"), "GET / HTTP/1.1\r\n" + std::string(kHost),
                                   "POST / HTTP/1.1\r\n" + std::string(kHost) + "Content-Length: 9\r\n\r\nabc"}) {
    TestClient client(server->port());
    client.say(begun);
    EXPECT_EQ(status_of(client.hear(4'000)), 0u) << begun;
    EXPECT_TRUE(client.ended()) << begun;
  }
  for (int i = 0; i < 200 && server->counts().open != 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(server->counts().open, 0u);
}

TEST(HttpServer, SendsFiles) {
  const auto path = std::filesystem::temp_directory_path() / ("http_server_test_" + std::to_string(::getpid()));
  std::string content(3'000'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31 + i / 251);
  std::ofstream(path, std::ios::binary) << content;
  const auto file = std::make_shared<const os::FileDescriptor>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::filesystem::remove(path);
  std::atomic<std::uint64_t> bytes{0};
  const auto server =
      serve([&](HttpRequest&&, HttpReply reply) { reply.send({200, {}, FileBody{file, 7, 2'900'000}}); }, {},
            [&](const HttpAccess& access) { bytes = access.bytes; });
  EXPECT_TRUE(body_of(ask(*server, get("/"))) == std::string_view(content).substr(7, 2'900'000));
  EXPECT_EQ(bytes, 2'900'000u);
}

TEST(HttpServer, EndsTheConnectionWhenAFileIsShorterThanItWas) {
  const auto file = std::make_shared<const os::FileDescriptor>(::open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC));
  const auto server =
      serve([&](HttpRequest&&, HttpReply reply) { reply.send({200, {}, FileBody{file, 0, 1'000'000}}); });
  TestClient client(server->port());
  client.say(get("/", false));
  const std::string answer = client.hear();
  EXPECT_TRUE(client.ended());
  EXPECT_LT(body_of(answer).size(), 1'000'000u);
}

TEST(HttpServer, AnswersFromAnotherThread) {
  std::vector<std::jthread> threads;
  std::mutex mutex;
  const auto server = serve([&](HttpRequest&& request, HttpReply reply) {
    const std::lock_guard guard(mutex);
    threads.emplace_back([target = request.target, reply = std::move(reply)]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      reply.send({200, {}, target});
    });
  });
  std::vector<std::jthread> clients;
  std::atomic<int> right{0};
  for (int i = 0; i < 16; ++i)
    clients.emplace_back([&, i] {
      const std::string target = "/" + std::to_string(i);
      if (body_of(ask(*server, get(target))) == target) ++right;
    });
  clients.clear();
  EXPECT_EQ(right, 16);
}

TEST(HttpServer, SaysSoWhenNoAnswerIsMade) {
  HttpLimits limits;
  limits.answer_seconds = 1;
  std::vector<HttpReply> kept;
  const auto server = serve(
      [&](HttpRequest&& request, HttpReply reply) {
        if (request.target == "/late") kept.push_back(std::move(reply));
      },
      limits);
  EXPECT_EQ(status_of(ask(*server, get("/dropped"))), 500u);
  EXPECT_EQ(status_of(ask(*server, get("/late"))), 504u);
  kept.clear();  // nobody waits for it any more
  EXPECT_EQ(status_of(ask(*server, get("/dropped"))), 500u);
}

TEST(HttpServer, AnAnswerMayComeAfterTheServerHasEnded) {
  std::optional<HttpReply> kept;
  std::atomic<bool> asked{false};
  auto server = serve([&](HttpRequest&&, HttpReply reply) {
    kept = std::move(reply);
    asked = true;
  });
  TestClient client(server->port());
  client.say(get("/"));
  while (!asked) std::this_thread::yield();
  server.reset();
  kept->send({200, {}, std::string("late")});
  EXPECT_TRUE(client.hear().empty());
}

TEST(HttpServer, LetsRequestsEndThatHaveBegun) {
  std::optional<HttpReply> kept;
  std::atomic<bool> asked{false};
  const auto server = serve([&](HttpRequest&&, HttpReply reply) {
    kept = std::move(reply);
    asked = true;
  });
  TestClient idle(server->port()), busy(server->port());
  busy.say(get("/", false));
  while (!asked) std::this_thread::yield();
  std::jthread stopping([&] { server->stop(10); });
  EXPECT_EQ(idle.hear(), "");
  EXPECT_TRUE(idle.ended());
  kept->send({200, {}, std::string("done")});
  EXPECT_EQ(body_of(busy.hear()), "done");
}

TEST(HttpServer, ShedsConnectionsAboveItsLimit) {
  HttpLimits limits;
  limits.connections = 3;
  const auto server = serve(echo, limits);
  std::vector<std::unique_ptr<TestClient>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(std::make_unique<TestClient>(server->port()));
    held.back()->say(get("/", false));
    EXPECT_EQ(status_of(held.back()->hear(200)), 200u);
  }
  TestClient fourth(server->port());
  EXPECT_EQ(status_of(fourth.hear()), 503u);
  EXPECT_TRUE(fourth.ended());
  EXPECT_EQ(server->counts().shed, 1u);
  held.clear();
  while (server->counts().open > 0) std::this_thread::yield();
  EXPECT_EQ(status_of(ask(*server, get("/"))), 200u);
}

TEST(HttpServer, WritesNoHeaderThatHoldsALineEnd) {
  const auto server = serve([](HttpRequest&&, HttpReply reply) {
    reply.send({200, {{"X-Good", "yes"}, {"X-Bad", "a\r\nSet-Cookie: b"}, {"X\nY", "z"}}, std::string()});
  });
  const std::string answer = ask(*server, get("/"));
  EXPECT_NE(answer.find("X-Good: yes\r\n"), std::string::npos);
  EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
  EXPECT_EQ(answer.find("X\nY"), std::string::npos);
}

TEST(HttpServer, SaysWhyItCannotListen) {
  const auto server = serve(echo);
  HttpServerOptions options;
  options.port = server->port();
  const auto second = HttpServer::listen(options, {echo, {}});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  options.address = "gate.example.test";
  const auto third = HttpServer::listen(options, {echo, {}});
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::invalid_value);
  options.address = "203.0.113.7";
  const auto fourth = HttpServer::listen(options, {echo, {}});
  ASSERT_FALSE(fourth);
  EXPECT_EQ(fourth.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace cordon::net
