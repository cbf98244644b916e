// Rules of behaviour: what is accepted can be asked of any event, says the same each time, and is not empty of sense;
// what is refused says where. The same text is also read as the list of places.
#include <cstdint>
#include <string>
#include <string_view>

#include "check_document.h"
#include "detection/fields.h"
#include "detection/places.h"
#include "rules/rule.h"

using namespace cordon;

namespace {

// Values in every field of a type, so that any selection finds something to look at.
rules::Record full_record(std::string_view text, std::int64_t number, bool flag) {
  const rules::FieldTable fields = detection::event_fields();
  rules::Record out(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type == rules::FieldType::number) out.set_number(i, number);
    if (fields[i].type == rules::FieldType::boolean) out.set_flag(i, flag);
    if (fields[i].type != rules::FieldType::text) continue;
    out.add(i, text);
    out.add(i, fields[i].values.empty() ? "192.0.2.1" : fields[i].values.front());
  }
  return out;
}

void check_rule(const rules::Rule& rule, const rules::FieldTable& fields) {
  fuzz::expect(!rule.id.empty() && !rule.title.empty() && !rule.description.empty() && !rule.overturned_by.empty());
  fuzz::expect(!rule.attack.empty() && !rule.remedy.empty() && rule.on != 0);
  const auto used = rule.detection.fields();
  fuzz::expect(!used.empty());
  for (const std::size_t field : used) fuzz::expect(field < fields.size() && (fields[field].kinds & rule.on) != 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const rules::FieldTable kFields = detection::event_fields();
  static const rules::Record kRecords[] = {rules::Record(kFields.size()), full_record("curl", 3333, true),
                                           full_record(std::string(2'000, 'a'), -1, false)};
  const auto rule = rules::read_rule(text, kFields);
  if (!rule) {
    fuzz::check_error(rule.error(), text);
  } else {
    check_rule(*rule, kFields);
    const auto again = rules::read_rule(text, kFields);
    fuzz::expect(again.has_value() && again->id == rule->id);
    for (const rules::Record& record : kRecords)
      fuzz::expect(rule->detection.matches(record) == again->detection.matches(record));
  }
  const auto places = detection::Places::read(text);
  if (!places) {
    fuzz::check_error(places.error(), text);
    return 0;
  }
  for (const char* path : {"/home/dev/.npmrc", "/home/dev/app/node_modules/a/.npmrc", "/", ""}) {
    static_cast<void>(places->secret(path));
    static_cast<void>(places->startup(path));
    fuzz::expect(!places->place_of(path, {"/home/dev/app/node_modules/a", "/home/dev/app"}).empty());
  }
  return 0;
}
