import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['src/api/schema.d.ts', 'src/components/icons.ts'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    files: ['src/**/*'],
    rules: {
      // Texts of others must never become markup.
      'vue/no-v-html': 'error',
      'vue/no-v-text-v-html-on-component': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-unused-refs': 'error',
      'vue/require-explicit-emits': 'error',
      'no-restricted-globals': [
        'error',
        {
          name: 'localStorage',
          message: 'Only the token is stored, and only in the session storage: see api/session.ts.',
        },
        { name: 'EventSource', message: 'It cannot send a token: see api/events.ts.' },
      ],
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
)
