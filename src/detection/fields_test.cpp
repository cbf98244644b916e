#include "detection/fields.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace cordon::detection {
namespace {

TEST(EventFields, StandWhereTheirIndexSays) {
  const rules::FieldTable table = event_fields();
  const auto index = [](Field field) { return static_cast<std::size_t>(field); };
  EXPECT_EQ(table[index(Field::process_name)].name, "process.name");
  EXPECT_EQ(table[index(Field::process_cpu_seconds)].name, "process.cpu_seconds");
  EXPECT_EQ(table[index(Field::file_operation)].name, "file.operation");
  EXPECT_EQ(table[index(Field::connect_kind)].name, "connect.kind");
  EXPECT_EQ(table[index(Field::http_kind)].name, "http.kind");
  EXPECT_EQ(table[index(Field::exit_left_running)].name, "exit.left_running");
  EXPECT_EQ(table[index(Field::script_ran_created)].name, "script.ran_created");
  EXPECT_EQ(table[index(Field::script_contradictions)].name, "script.contradictions");
  std::set<std::string_view> names;
  for (const std::string_view name : table.names()) EXPECT_TRUE(names.insert(name).second) << name;
}

TEST(EventRecord, KeepsNumbersThatAreTooLargeAsTheLargest) {
  EventRecord record;
  record.set_number(Field::connect_port, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(record.values().number(static_cast<std::size_t>(Field::connect_port)),
            std::numeric_limits<std::int64_t>::max());
}

}  // namespace
}  // namespace cordon::detection
