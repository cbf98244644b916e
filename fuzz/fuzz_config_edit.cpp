// Registries written into clients' files and taken out again: the first byte says which form, the rest is the file.
// What is not refused reads as it should, is otherwise what it was, comes back byte for byte, and twice changes
// nothing.
#include <string>

#include "app/config_edit.h"
#include "check_inventory.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::string_view kForms = "nyYbp";
  const std::size_t kind = kForms.find(static_cast<char>(data[0]));
  const auto form = static_cast<inventory::ConfigForm>(kind == std::string_view::npos ? data[0] % 5 : kind);
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1), gate = "http://127.0.0.1:4873/";
  const std::string_view host = form == inventory::ConfigForm::yarnrc_yml ? "127.0.0.1" : "";
  const auto edit = app::with_registry(form, text, gate, host);
  if (!edit) {
    fuzz::expect(!edit.error().message.empty());
    return 0;
  }
  fuzz::expect(app::registry_in(form, edit->text).value_or("") == gate);
  fuzz::expect(app::same_otherwise(form, text, edit->text, host).value_or(false));
  fuzz::expect(app::take_back(edit->text, edit->changes).value_or(text + "?") == text);
  const auto again = app::with_registry(form, edit->text, gate, host);
  fuzz::expect(again && again->changes.empty() && again->text == edit->text);
  // As if somebody had changed it meanwhile: what comes out does not name the gate, and sets the rest as before.
  const auto without = app::without_registry(form, edit->text, edit->changes, gate, host);
  if (!without) return 0;
  fuzz::expect(app::registry_in(form, without->text).value_or(gate) != gate);
  fuzz::expect(app::same_otherwise(form, text, without->text, host).value_or(false));
  return 0;
}
