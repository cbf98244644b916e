#include "host/sensor/sensor.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

namespace cordon::host {
namespace {

// Starts a program whose first argument is the name of a package client, and waits for it.
void run_client() {
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/true", "npm", "ci", nullptr);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

TEST(Sensor, EitherSeesAClientOrSaysWhyItCannot) {
  auto sensor = Sensor::open({});
  if (!sensor) {
    // Without rights, or on a kernel that cannot: a reason, and nothing is left behind.
    EXPECT_TRUE(sensor.error().code == ErrorCode::permission_denied || sensor.error().code == ErrorCode::unavailable);
    EXPECT_FALSE(sensor.error().message.empty());
    GTEST_SKIP() << sensor.error().describe();
  }
  run_client();
  bus::MemorySink sink;
  auto seen = [&] {
    return std::ranges::any_of(sink.events, [](const model::Event& event) {
      const auto* exec = std::get_if<model::ExecPayload>(&event.payload);
      return exec != nullptr && exec->arguments == std::vector<std::string>{"npm", "ci"};
    });
  };
  for (int look = 0; look < 50 && !seen(); ++look) {
    ASSERT_TRUE((*sensor)->poll(std::chrono::milliseconds(100), sink));
  }
  EXPECT_TRUE(seen());
  EXPECT_EQ((*sensor)->counts().lost, 0u);
}

}  // namespace
}  // namespace cordon::host
