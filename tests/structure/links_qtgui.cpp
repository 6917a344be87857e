#include <QColor>

int main()
{
    return QColor(1, 2, 3).isValid() ? 0 : 1;
}
