#include "response/story_event.h"

#include <gtest/gtest.h>

namespace cordon::response {
namespace {

TEST(StoryEvent, SaysACommandAsOneWouldTypeIt) {
  EXPECT_EQ(command_text({"/usr/bin/curl", {"curl", "-o", "/tmp/a b", ""}, std::nullopt}), "curl -o '/tmp/a b' ''");
  EXPECT_EQ(command_text({"/bin/sh", {"sh", "-c", "echo 'x'"}, std::nullopt}), "sh -c 'echo '\\''x'\\'''");
  EXPECT_EQ(command_text({"/bin/sh", {}, std::nullopt}), "/bin/sh");
}

TEST(StoryEvent, NamesAPackageForPeople) {
  EXPECT_EQ(package_text("pkg:npm/plain-crypto-js@4.2.1"), "plain-crypto-js 4.2.1");
  EXPECT_EQ(package_text("pkg:npm/%40scope/name@1.0.0?vcs_url=x"), "@scope/name 1.0.0");
  EXPECT_EQ(package_text("pkg:npm/name"), "name");
  EXPECT_EQ(package_text("no purl"), "no purl");
}

TEST(StoryEvent, KnowsAReleaseInEverySpelling) {
  EXPECT_EQ(release_key("pkg:npm/@scope/name@1.0.0"), release_key("pkg:npm/%40scope/name@1.0.0?x=y#z"));
  EXPECT_NE(release_key("pkg:npm/name@1.0.0"), release_key("pkg:npm/name@1.0.1"));
}

TEST(StoryEvent, WritesAnEndOfAConversation) {
  EXPECT_EQ(endpoint_text("203.0.113.7", 8000), "203.0.113.7:8000");
  EXPECT_EQ(endpoint_text("2001:db8::1", 443), "[2001:db8::1]:443");
  EXPECT_EQ(endpoint_text("203.0.113.7", 0), "203.0.113.7");
}

}  // namespace
}  // namespace cordon::response
