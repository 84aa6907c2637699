uniform sampler2D atlas;
in vec2 place;
flat in vec4 paint;
flat in float exponent;
out vec4 result;

void main() { result = paint * pow(texelFetch(atlas, ivec2(place), 0).r, exponent); }
