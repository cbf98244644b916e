#include "response/process_tree.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

using testing::event;

StoryEvent seen(model::Event event) { return {std::move(event), {}, false}; }
model::ExecPayload exec(std::string name) { return {"/usr/bin/" + name, {name}, std::nullopt}; }

// "depth pid command", one a line.
std::vector<std::string> shape(const std::vector<ProcessNode>& nodes) {
  std::vector<std::string> out;
  for (const ProcessNode& node : nodes) {
    std::string line = std::to_string(node.depth) + " " + std::to_string(node.pid);
    for (const std::string& command : node.commands) line += " " + command;
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> shape_of(const std::vector<StoryEvent>& events) {
  std::uint64_t more = 0;
  return shape(process_tree(events, 100, more));
}

TEST(ProcessTree, PutsChildrenBelowTheirParentsInOrder) {
  EXPECT_EQ(shape_of({seen(event(1, exec("sh"), 100, 90)), seen(event(2, exec("node"), 101, 100)),
                      seen(event(3, exec("curl"), 103, 102)), seen(event(4, exec("dash"), 102, 101)),
                      seen(event(5, exec("true"), 104, 101))}),
            (std::vector<std::string>{"0 100 sh", "1 101 node", "2 102 dash", "3 103 curl", "2 104 true"}));
}

TEST(ProcessTree, ListsEveryProgramThatAProcessBecame) {
  EXPECT_EQ(shape_of({seen(event(1, exec("nohup"))), seen(event(2, exec("python3")))}),
            (std::vector<std::string>{"0 100 nohup python3"}));
}

TEST(ProcessTree, NamesTheProgramOfAProcessWithoutAnExec) {
  EXPECT_EQ(shape_of({seen(event(1, model::UsagePayload{1, 2}))}), (std::vector<std::string>{"0 100 /usr/bin/node"}));
}

// A pid alone names nothing: the later of two processes with one pid is the parent of what began after it.
TEST(ProcessTree, TellsApartTwoProcessesWithOnePid) {
  model::Event first = event(1, exec("first"), 100, 1), second = event(5, exec("second"), 100, 1);
  model::Event child = event(3, exec("child"), 200, 100), late = event(6, exec("late"), 300, 100);
  first.actor->start_ns = 10, child.actor->start_ns = 20, second.actor->start_ns = 30, late.actor->start_ns = 40;
  EXPECT_EQ(shape_of({seen(first), seen(child), seen(second), seen(late)}),
            (std::vector<std::string>{"0 100 first", "1 200 child", "0 100 second", "1 300 late"}));
}

TEST(ProcessTree, KeepsTheFirstParentOfAProcessThatIsAdoptedLater) {
  model::Event adopted = event(3, exec("python3"), 101, 1);
  EXPECT_EQ(shape_of({seen(event(1, exec("sh"), 100, 90)), seen(event(2, exec("nohup"), 101, 100)), seen(adopted)}),
            (std::vector<std::string>{"0 100 sh", "1 101 nohup python3"}));
}

// Hostile: each the parent of the other, or of itself.
TEST(ProcessTree, HasNoCirclesAndLosesNobody) {
  EXPECT_EQ(shape_of({seen(event(1, exec("a"), 100, 101)), seen(event(2, exec("b"), 101, 100)),
                      seen(event(3, exec("c"), 102, 102))})
                .size(),
            3u);
}

TEST(ProcessTree, MarksHowProcessesEndedAndWhoStillRan) {
  std::uint64_t more = 0;
  const std::vector<ProcessNode> nodes =
      process_tree(std::vector<StoryEvent>{seen(event(1, exec("sh"), 100, 90)), seen(event(2, exec("left"), 101, 100)),
                                           seen(event(3, exec("killed"), 102, 100)),
                                           seen(event(4, model::ExitPayload{137, 9, 0, {}}, 102, 100)),
                                           seen(event(5, model::ExitPayload{0, 0, 0, {101}}, 100, 90))},
                   100, more);
  ASSERT_EQ(nodes.size(), 3u);
  EXPECT_EQ(nodes[0].exit_code, 0u);
  EXPECT_FALSE(nodes[0].survived);
  EXPECT_TRUE(nodes[1].survived);
  EXPECT_FALSE(nodes[1].exit_code);
  EXPECT_EQ(nodes[2].signal, 9u);
}

TEST(ProcessTree, MarksWhoStillRanAlsoWhenItsFirstProgramCameLater) {
  std::uint64_t more = 0;
  const std::vector<ProcessNode> nodes =
      process_tree(std::vector<StoryEvent>{seen(event(1, exec("sh"), 100, 90)),
                                           seen(event(5, model::ExitPayload{0, 0, 0, {101}}, 100, 90)),
                                           seen(event(6, exec("nohup"), 101, 1))},
                   100, more);
  ASSERT_EQ(nodes.size(), 2u);
  EXPECT_TRUE(nodes[1].survived);
}

TEST(ProcessTree, CountsWhatItDoesNotList) {
  std::vector<StoryEvent> events;
  for (std::uint32_t pid = 100; pid < 200; ++pid) events.push_back(seen(event(pid, exec("x"), pid, pid - 1)));
  std::uint64_t more = 0;
  EXPECT_EQ(process_tree(events, 30, more).size(), 30u);
  EXPECT_EQ(more, 70u);
}

TEST(ProcessTree, LeavesOutWhatBelongsToNoPackage) {
  EXPECT_TRUE(shape_of({seen(testing::event_of_client(1, exec("npm")))}).empty());
}

}  // namespace
}  // namespace cordon::response
