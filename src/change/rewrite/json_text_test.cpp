#include "change/rewrite/json_text.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::change {
namespace {

// The text after `change` of its root.
std::string edited(std::string_view text, const std::function<void(ObjectEdit&)>& change,
                   const MemberOrder& order = by_name) {
  const Document document = *json::parse(std::string(text));
  ObjectEdit edit(document.source(), document.root(), 0, layout_of(document.source()), order);
  change(edit);
  TextEdits edits;
  edit.finish(edits);
  return edits.apply(document.source()).value();
}

TEST(JsonText, ChangesAValueAndNothingElse) {
  const auto change = [](ObjectEdit& edit) { ASSERT_TRUE(edit.set_string("b", "new")); };
  EXPECT_EQ(edited("{ \"a\" :1,\r\n\t\"b\" : \"old\" , \"c\":[ ] }", change),
            "{ \"a\" :1,\r\n\t\"b\" : \"new\" , \"c\":[ ] }");
}

TEST(JsonText, LeavesAValueThatIsTheSameAlready) {
  const std::string text = "{\n  \"a\": { \"b\" : [ 1,2 ] }\n}";
  EXPECT_EQ(edited(text, [](ObjectEdit& edit) { ASSERT_TRUE(edit.set("a", R"({"b":[1,2]})")); }), text);
}

TEST(JsonText, AddsAMemberWhereItsOrderHasIt) {
  const std::string text = "{\n  \"a\": 1,\n  \"c\": 3\n}\n";
  const auto add = [&](std::string_view key) {
    return edited(text, [&](ObjectEdit& edit) { ASSERT_TRUE(edit.set(key, "0")); });
  };
  EXPECT_EQ(add("b"), "{\n  \"a\": 1,\n  \"b\": 0,\n  \"c\": 3\n}\n");
  EXPECT_EQ(add("@x"), "{\n  \"@x\": 0,\n  \"a\": 1,\n  \"c\": 3\n}\n");
  EXPECT_EQ(add("d"), "{\n  \"a\": 1,\n  \"c\": 3,\n  \"d\": 0\n}\n");
}

TEST(JsonText, RemovesMembersWithTheirCommas) {
  const std::string text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
  const auto without = [&](const std::vector<std::string_view>& keys) {
    return edited(text, [&](ObjectEdit& edit) {
      for (const std::string_view key : keys) edit.remove(key);
    });
  };
  EXPECT_EQ(without({"a"}), "{\n  \"b\": 2,\n  \"c\": 3\n}");
  EXPECT_EQ(without({"a", "b"}), "{\n  \"c\": 3\n}");
  EXPECT_EQ(without({"b", "c"}), "{\n  \"a\": 1\n}");
  EXPECT_EQ(without({"a", "c"}), "{\n  \"b\": 2\n}");
  EXPECT_EQ(without({"a", "b", "c"}), "{}");
}

TEST(JsonText, RemovesAndAddsAtOnce) {
  const auto change = [](ObjectEdit& edit) {
    edit.remove("a");
    edit.remove("c");
    ASSERT_TRUE(edit.set("d", "4"));
    ASSERT_TRUE(edit.set("aa", "5"));
  };
  EXPECT_EQ(edited("{\"a\":1,\"b\":2,\"c\":3}", change), "{\"aa\":5,\"b\":2,\"d\":4}");
  EXPECT_EQ(edited("{\"a\":1}",
                   [](ObjectEdit& edit) {
                     edit.remove("a");
                     ASSERT_TRUE(edit.set("b", "2"));
                   }),
            "{\"b\":2}");
}

TEST(JsonText, LaysOutWhatItAdds) {
  const auto change = [](ObjectEdit& edit) { ASSERT_TRUE(edit.set("b", R"({"x":[1,{}],"y":{}})")); };
  EXPECT_EQ(edited("{\n\t\"a\": 1\n}", change),
            "{\n\t\"a\": 1,\n\t\"b\": {\n\t\t\"x\": [\n\t\t\t1,\n\t\t\t{}\n\t\t],\n\t\t\"y\": {}\n\t}\n}");
}

TEST(JsonText, HasNpmsOrder) {
  EXPECT_TRUE(by_npm("version", false, "license", false));
  EXPECT_TRUE(by_npm("license", false, "dependencies", true));
  EXPECT_TRUE(by_npm("dependencies", true, "bin", true));
  EXPECT_TRUE(by_npm("bin", true, "engines", true));
  EXPECT_TRUE(name_before("@a/b", "a"));
  EXPECT_TRUE(name_before("a-b", "a.b"));
  EXPECT_TRUE(name_before("abc", "ABD"));
  EXPECT_FALSE(name_before("a", "a"));
}

}  // namespace
}  // namespace cordon::change
