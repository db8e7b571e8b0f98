import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'src/kernels/assembly', 'src/kernels/simd-binary.ts', '**/*.js', '**/*.mjs'] },
  ...tseslint.configs.recommended,
  prettier,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': ['error'],
      'prefer-const': 'error',
    },
  },
  { files: ['src/cli.ts', 'src/cli/**', 'test/**', 'src/http/page/**'], rules: { 'no-console': 'off' } },
);
