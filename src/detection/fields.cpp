#include "detection/fields.h"

#include <algorithm>
#include <array>
#include <limits>

namespace cordon::detection {
namespace {

using model::EventKind;
using rules::FieldType;
using rules::kEveryKind;
using rules::kind_bit;

constexpr rules::Kinds kFile = kind_bit(EventKind::file);
constexpr rules::Kinds kConnect = kind_bit(EventKind::connect);
constexpr rules::Kinds kDns = kind_bit(EventKind::dns);
constexpr rules::Kinds kTls = kind_bit(EventKind::tls);
constexpr rules::Kinds kHttp = kind_bit(EventKind::http);
constexpr rules::Kinds kExit = kind_bit(EventKind::exit);
constexpr rules::Kinds kTime = kind_bit(EventKind::exit) | kind_bit(EventKind::usage);

constexpr std::string_view kPlaces[] = {"package", "modules", "git",    "project", "cache",
                                        "temp",    "home",    "system", "device",  "other"};
constexpr std::string_view kOperations[] = {"read", "write", "create", "rename", "delete", "chmod"};
constexpr std::string_view kEffects[] = {"manifest_removed", "manifest_written", "script_removed"};
constexpr std::string_view kProtocols[] = {"tcp", "udp"};
constexpr std::string_view kStages[] = {"asked", "sent"};
constexpr std::string_view kApplications[] = {"tls", "http", "ssh", "dns", "stratum"};
constexpr std::string_view kContacts[] = {"registry", "loopback", "resolver", "metadata", "probe", "foreign"};
constexpr std::string_view kPhases[] = {"preinstall", "install", "postinstall", "prepare", "bin", "import", "build"};

constexpr std::array<rules::Field, kFieldCount> kFields = {{
    {"process.name", FieldType::text, kEveryKind, {}},
    {"process.path", FieldType::text, kEveryKind, {}},
    {"process.arguments", FieldType::text, kEveryKind, {}},
    {"process.command", FieldType::text, kEveryKind, {}},
    {"process.directory", FieldType::text, kEveryKind, {}},
    {"process.place", FieldType::text, kEveryKind, kPlaces},
    {"process.ancestors", FieldType::text, kEveryKind, {}},
    {"process.is_script_shell", FieldType::boolean, kEveryKind, {}},
    {"process.is_client", FieldType::boolean, kEveryKind, {}},
    {"process.client_verb", FieldType::text, kEveryKind, {}},
    {"process.is_survivor", FieldType::boolean, kEveryKind, {}},
    {"process.is_created", FieldType::boolean, kEveryKind, {}},
    {"process.hosts", FieldType::text, kEveryKind, {}},
    {"process.foreign_hosts", FieldType::text, kEveryKind, {}},
    {"process.cpu_percent", FieldType::number, kTime, {}},
    {"process.cpu_seconds", FieldType::number, kTime, {}},
    {"file.operation", FieldType::text, kFile, kOperations},
    {"file.path", FieldType::text, kFile, {}},
    {"file.name", FieldType::text, kFile, {}},
    {"file.place", FieldType::text, kFile, kPlaces},
    {"file.source_place", FieldType::text, kFile, kPlaces},
    {"file.secret", FieldType::text, kFile, {}},
    {"file.startup", FieldType::text, kFile, {}},
    {"file.effect", FieldType::text, kFile, kEffects},
    {"file.is_created", FieldType::boolean, kFile, {}},
    {"connect.address", FieldType::text, kConnect, {}},
    {"connect.port", FieldType::number, kConnect, {}},
    {"connect.protocol", FieldType::text, kConnect, kProtocols},
    {"connect.stage", FieldType::text, kConnect, kStages},
    {"connect.name", FieldType::text, kConnect, {}},
    {"connect.application", FieldType::text, kConnect, kApplications},
    {"connect.kind", FieldType::text, kConnect, kContacts},
    {"connect.is_other_resolver", FieldType::boolean, kConnect, {}},
    {"dns.name", FieldType::text, kDns, {}},
    {"dns.type", FieldType::text, kDns, {}},
    {"tls.server_name", FieldType::text, kTls, {}},
    {"http.method", FieldType::text, kHttp, {}},
    {"http.host", FieldType::text, kHttp, {}},
    {"http.path", FieldType::text, kHttp, {}},
    {"http.user_agent", FieldType::text, kHttp, {}},
    {"http.kind", FieldType::text, kHttp, kContacts},
    {"exit.code", FieldType::number, kExit, {}},
    {"exit.signal", FieldType::number, kExit, {}},
    {"exit.left_running", FieldType::number, kExit, {}},
    {"exit.ends_script", FieldType::boolean, kExit, {}},
    {"script.phase", FieldType::text, kEveryKind, kPhases},
    {"script.is_install", FieldType::boolean, kEveryKind, {}},
    {"script.text", FieldType::text, kEveryKind, {}},
    {"script.read_secret", FieldType::boolean, kEveryKind, {}},
    {"script.read_token", FieldType::boolean, kEveryKind, {}},
    {"script.met_foreign", FieldType::boolean, kEveryKind, {}},
    {"script.met_registry", FieldType::boolean, kEveryKind, {}},
    {"script.met_stratum", FieldType::boolean, kEveryKind, {}},
    {"script.removed_itself", FieldType::boolean, kEveryKind, {}},
    {"script.left_survivor", FieldType::boolean, kEveryKind, {}},
    {"script.set_startup", FieldType::boolean, kEveryKind, {}},
    {"script.ran_created", FieldType::boolean, kEveryKind, {}},
    {"script.secrets", FieldType::text, kEveryKind, {}},
    {"script.secret_kinds", FieldType::number, kEveryKind, {}},
    {"script.survivors", FieldType::number, kEveryKind, {}},
    {"script.cpu_seconds", FieldType::number, kEveryKind, {}},
    {"script.files_made", FieldType::number, kEveryKind, {}},
    {"script.project_files_changed", FieldType::number, kEveryKind, {}},
    {"script.project_files_written", FieldType::number, kEveryKind, {}},
    {"script.home_files_changed", FieldType::number, kEveryKind, {}},
    {"script.contradictions", FieldType::number, kEveryKind, {}},
}};

}  // namespace

rules::FieldTable event_fields() { return rules::FieldTable(kFields); }

void EventRecord::set_number(Field field, std::uint64_t number) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  record_.set_number(static_cast<std::size_t>(field), static_cast<std::int64_t>(std::min(number, kMost)));
}

}  // namespace cordon::detection
