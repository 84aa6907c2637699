#include "lab/nets_command.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "nn/networks.h"

using namespace seglab;
using nlohmann::json;

TEST_CASE("nets lists every network with the names of the contract", "[nets_command]") {
    const json document = json::parse(lab::netsCommand(true));
    std::vector<std::string> names;
    for (const json& net : document) {
        names.push_back(net["name"]);
        CAPTURE(names.back());
        for (const char* key : {"parameters", "multiply_adds", "activation_bytes", "receptive_field"})
            CHECK(net[key].is_number_integer());
        CHECK(net["receptive_field_range"][1] == net["receptive_field"]);
        CHECK(net["receptive_field_range"][0] <= net["receptive_field"]);
        CHECK_FALSE(net["summary"].get<std::string>().empty());
    }
    CHECK(names == nn::networkNames());
}

TEST_CASE("nets gives the costs of UNet-S and the field of a patch network", "[nets_command]") {
    for (const json& net : json::parse(lab::netsCommand(true))) {
        if (net["name"] == "unet-s") {
            CHECK(net["parameters"] == 482118);
            CHECK(net["multiply_adds"] == 581173248);
            CHECK(net["input"] == json({128, 128}));
        }
        if (net["name"] == "patch-17") {
            CHECK(net["receptive_field_range"] == json({17, 17}));
            CHECK(net["input"] == json({144, 144}));
        }
        // Its scores are 184 pixels smaller than its input, and 316 is the first size that its poolings halve evenly.
        if (net["name"] == "unet-2015") CHECK(net["input"] == json({316, 316}));
    }
}

TEST_CASE("nets in words has a line for each network and says which input was larger", "[nets_command]") {
    const std::string text = lab::netsCommand(false);
    for (const std::string& name : nn::networkNames()) CHECK(text.find("\n  " + name + " ") != std::string::npos);
    CHECK(text.find("482,118") != std::string::npos);
    CHECK(text.find("581.2 M") != std::string::npos);
    CHECK(text.find("patch-33 is counted for 160 x 160") != std::string::npos);
}
