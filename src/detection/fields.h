// What rules may ask of an event: the table of fields, and one index for each.
#pragma once

#include <cstddef>

#include "rules/field.h"

namespace cordon::detection {

// In the order of the table.
enum class Field : std::size_t {
  process_name,
  process_path,
  process_arguments,
  process_command,
  process_directory,
  process_place,
  process_ancestors,
  process_is_script_shell,
  process_is_client,
  process_client_verb,
  process_is_survivor,
  process_is_created,
  process_hosts,
  process_foreign_hosts,
  process_cpu_percent,
  process_cpu_seconds,
  file_operation,
  file_path,
  file_name,
  file_place,
  file_source_place,
  file_secret,
  file_startup,
  file_effect,
  file_is_created,
  connect_address,
  connect_port,
  connect_protocol,
  connect_stage,
  connect_name,
  connect_application,
  connect_kind,
  connect_is_other_resolver,
  dns_name,
  dns_type,
  tls_server_name,
  http_method,
  http_host,
  http_path,
  http_user_agent,
  http_kind,
  exit_code,
  exit_signal,
  exit_left_running,
  exit_ends_script,
  script_phase,
  script_is_install,
  script_text,
  script_read_secret,
  script_read_token,
  script_met_foreign,
  script_met_registry,
  script_met_stratum,
  script_removed_itself,
  script_left_survivor,
  script_set_startup,
  script_ran_created,
  script_secrets,
  script_secret_kinds,
  script_survivors,
  script_cpu_seconds,
  script_files_made,
  script_project_files_changed,
  script_project_files_written,
  script_home_files_changed,
  script_contradictions,
  count_,
};

inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::count_);

// The table that rules of behaviour are checked against.
rules::FieldTable event_fields();

// A record with room for every field, filled by these names.
class EventRecord {
 public:
  void add(Field field, std::string_view text) { record_.add(static_cast<std::size_t>(field), text); }
  void set_number(Field field, std::uint64_t number);
  void set_flag(Field field, bool flag) { record_.set_flag(static_cast<std::size_t>(field), flag); }
  const rules::Record& values() const { return record_; }

 private:
  rules::Record record_{kFieldCount};
};

}  // namespace cordon::detection
