#include "bus/event_line.h"

#include "base/json.h"

namespace cordon::bus {

std::string to_line(const model::Event& event) {
  std::string line;
  json::Writer writer(line, 0);
  model::write(writer, event);
  return line;
}

Result<model::Event> parse_line(std::string_view line) {
  if (line.size() > kLineBytes) return fail(ErrorCode::too_large, "a line longer than an event is");
  const Document document = TRY(json::parse(std::string(line)));
  const std::string_view schema = document.root()["schema"].text();
  if (schema.empty()) return fail(ErrorCode::missing_field, "no schema: this is no event");
  if (schema != kEventSchema) return fail(ErrorCode::unsupported_version, "schema is not " + std::string(kEventSchema));
  model::Event event;
  TRY(model::read(document.root(), event));
  return event;
}

}  // namespace cordon::bus
