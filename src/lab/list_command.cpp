#include "lab/commands.h"
#include "lab/json.h"
#include "lab/text_columns.h"

namespace seglab::lab {

std::string listCommand(bool json) {
    Json document = Json::array();
    Rows rows;
    for (const Lab& lab : labs()) {
        document.push_back({{"slug", lab.slug},
                            {"stem", lab.stem},
                            {"title", lab.definition.title},
                            {"summary", lab.definition.summary}});
        rows.push_back({lab.slug, lab.definition.summary});
    }
    return json ? printed(document) : aligned(rows);
}

}  // namespace seglab::lab
