#include "registry/refusal.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"

namespace cordon::registry {
namespace {

std::string error_of(const Answer& answer) {
  const auto document = json::parse(answer.body);
  EXPECT_TRUE(document.has_value()) << answer.body;
  return document ? std::string(document->root()["error"].string().value_or("")) : "";
}

std::string header_of(const Answer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return "";
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

TEST(RegistryRefusal, NamesReleaseRuleFindingAndHowToAsk) {
  const Answer answer = forbidden(
      {.package = "@scope/name", .version = "1.0.0", .rule = "minimum-age", .finding = "published 5 hours ago"});
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(header_of(answer, "Content-Type"), "application/json");
  EXPECT_EQ(header_of(answer, "Cache-Control"), "no-store");
  const std::string error = error_of(answer);
  for (const char* part :
       {"@scope/name@1.0.0", "minimum-age", "published 5 hours ago", "cordon gate explain @scope/name@1.0.0"})
    EXPECT_TRUE(holds(error, part)) << part << " in " << error;
}

TEST(RegistryRefusal, ShowsHostileTextAndNeverPassesItOn) {
  const Answer answer =
      forbidden({.package = "a\x1b[2J", .version = "1\n\xE2\x80\xAE", .rule = "r\"", .finding = "\xFF"});
  const std::string error = error_of(answer);
  EXPECT_EQ(error, text::visible(error, error.size()));
  EXPECT_TRUE(holds(error, "<U+001B>"));
  EXPECT_TRUE(holds(error, "<0xFF>"));
}

TEST(RegistryRefusal, HasTheStatusThatClientsUnderstand) {
  EXPECT_EQ(forbidden_route("publish").status, 403);
  EXPECT_TRUE(holds(error_of(forbidden_route("publish")), "publish"));
  EXPECT_EQ(refused_upstream("a", "1.0.0", "the server answers 403").status, 403);
  EXPECT_TRUE(holds(error_of(refused_upstream("a", "1.0.0", "the server answers 403")), "refuses a@1.0.0: the server"));
  EXPECT_EQ(bad_request("x").status, 400);
  EXPECT_EQ(not_found("a", "1.0.0").status, 404);
  EXPECT_EQ(bad_upstream("a", "x").status, 502);
  for (const Answer& answer : {forbidden_route("x"), bad_request("x"), not_found("a", ""), bad_upstream("a", "x")})
    EXPECT_NE(error_of(answer), "");
}

TEST(RegistryRefusal, SaysWhenToAskAgain) {
  EXPECT_EQ(not_yet("a", "1.0.0", 7).status, 503);
  EXPECT_EQ(header_of(not_yet("a", "1.0.0", 7), "Retry-After"), "7");
  EXPECT_EQ(header_of(not_yet("a", "1.0.0", 0), "Retry-After"), "1");
  EXPECT_EQ(not_now("a", "1.0.0", "nobody answers", 7).status, 503);
  EXPECT_EQ(header_of(not_now("a", "1.0.0", "nobody answers", 7), "Retry-After"), "7");
  EXPECT_TRUE(holds(error_of(not_now("a", "1.0.0", "nobody answers", 7)), "nobody answers"));
}

TEST(RegistryRefusal, ListsTheNewestHeldVersionsAndCountsTheRest) {
  std::vector<std::string> versions;
  for (int i = 0; i < 8; ++i) versions.push_back("1.0." + std::to_string(i));
  std::vector<HeldVersion> held;
  for (int i = 0; i < 8; ++i)
    held.push_back(
        {.version = versions[i], .reason = "too new", .published = 1'000'000 + i, .comes_of_age = std::nullopt});
  held[0].published = 2'000'000;
  held[0].comes_of_age = 2'100'000;
  const std::string message = restriction_message("a", held, 2'007'200);
  EXPECT_TRUE(holds(message, "8 versions"));
  EXPECT_TRUE(holds(message, "a@1.0.0: too new; published 1970-01-24T03:33:20Z (2 hours ago); held until"));
  EXPECT_TRUE(holds(message, "(1 day more)") || holds(message, "(25 hours more)"));
  EXPECT_TRUE(holds(message, "a@1.0.7"));
  EXPECT_FALSE(holds(message, "a@1.0.1:"));
  EXPECT_TRUE(holds(message, "and 3 older"));
  EXPECT_TRUE(message.ends_with("cordon gate explain a@1.0.0"));
}

TEST(RegistryRefusal, SaysThatNobodyKnowsWhenSomethingWasPublished) {
  const HeldVersion held[] = {
      {.version = "1.0.0", .reason = "no time\x1b", .published = std::nullopt, .comes_of_age = std::nullopt}};
  const std::string message = restriction_message("a", held, 0);
  EXPECT_TRUE(holds(message, "1 version of a"));
  EXPECT_TRUE(holds(message, "nobody says"));
  EXPECT_FALSE(holds(message, "\x1b"));
}

}  // namespace
}  // namespace cordon::registry
