uniform sampler2D picture;  // premultiplied
in vec2 place;
out vec4 result;

void main() { result = texture(picture, place); }
