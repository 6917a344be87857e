#pragma once
#include <QtWidgets/QtWidgets>

#include <functional>
#include <memory>
#include <optional>
#include <vector>
