#include "inventory/pypi/lock_builder.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

// A hundred packages of one name, and one that asks for it.
Result<model::Inventory> many(std::string, const ReadContext& context) {
  LockBuilder builder(context, "test");
  const auto component = [&](const std::string& name, const std::string& version) {
    model::Component out;
    out.name = name;
    out.version = version;
    out.place = {context.display_path, 1};
    return out;
  };
  for (int i = 0; i < 100; ++i) builder.add(component("a", std::to_string(i)), "");
  const NodeRef b = builder.add(component("b", "1"), "");
  builder.ask(b, {.name = "a", .range = ""});
  builder.ask(b, {.name = "a", .range = "", .version = "7"});
  builder.ask(b, {.name = "b", .range = ""});
  builder.ask(b, {.name = "none", .range = "", .may_be_absent = true});
  return builder.finish();
}

class LockBuilderOfMany : public ReaderTest {
 protected:
  LockBuilderOfMany() : ReaderTest(many, "lock") {}
};

TEST_F(LockBuilderOfMany, ANameThatTooManyHaveIsJoinedToTheFirstOfThem) {
  const model::Inventory inventory = read("");
  std::size_t of_b = 0;
  for (const model::Edge& edge : inventory.edges) of_b += edge.from == 100 ? 1 : 0;
  EXPECT_EQ(of_b, LockBuilder::kMostMeant);
  EXPECT_TRUE(inventory.unresolved.empty());
  EXPECT_EQ(codes(inventory), "too_many:0! ");
}

}  // namespace
}  // namespace cordon::inventory::pypi
