#include <QImage>

int main()
{
    return QImage(1, 1, QImage::Format_RGB32).isNull() ? 1 : 0;
}
